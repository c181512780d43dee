import { z } from 'zod'

const money = z.number()
const moment = z.iso.datetime()
const day = z.iso.date()
const id = z.guid()
const channel = z.enum(['sms', 'voice', 'web', 'email', 'mcp'])

export const equipmentSchema = z.object({
  id,
  kind: z.string(),
  type: z.string().nullable(),
  make: z.string().nullable(),
  model: z.string().nullable(),
  serialNumber: z.string().nullable(),
  addressId: id.nullable(),
  installedOn: day.nullable(),
  installedOnPrecision: z.enum(['day', 'month', 'year', 'estimate']).nullable(),
  /** full years, derived at the time of the call */
  ageYears: z.number().int().nullable(),
  isReplacementDue: z.boolean(),
  warrantyEndDate: day.nullable(),
  isUnderWarranty: z.boolean().nullable(),
  machineHours: z.number().nullable(),
  /** who said so: `job` was read out of a job's texts */
  source: z.enum(['staff', 'crm', 'job', 'message', 'import', 'demo']),
  confidence: z.number().min(0).max(1),
})

export const propertySchema = z.object({
  id,
  address: z.string(),
  type: z.enum(['service', 'billing']),
  propertyType: z.string().nullable(),
  yearBuilt: z.number().int().nullable(),
  equipment: z.object({
    waterHeater: z
      .object({ type: z.string().nullable(), age: z.number().int().nullable(), brand: z.string().nullable() })
      .nullable(),
  }),
  knownIssues: z.array(z.string()),
  lastServiceDate: day.nullable(),
  lastServiceType: z.string().nullable(),
  lastInspectionDate: day.nullable(),
})

export const jobSchema = z.object({
  id,
  date: moment,
  serviceType: z.string().nullable(),
  /** what the customer reported, in their words */
  description: z.string().nullable(),
  technicianName: z.string().nullable(),
  amount: money.nullable(),
})

export const appointmentSchema = z.object({
  id,
  start: moment,
  end: moment.nullable(),
  timeZone: z.string(),
  arrivalWindowMinutes: z.number().int().nullable(),
  serviceType: z.string().nullable(),
  description: z.string().nullable(),
  technicianName: z.string().nullable(),
  addressId: id.nullable(),
})

export const insightSchema = z.object({
  id,
  type: z.string(),
  title: z.string(),
  description: z.string(),
  priority: z.enum(['low', 'medium', 'high', 'urgent']),
  suggestedAction: z.string().nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  generatedAt: moment,
  expiresAt: moment.nullable(),
})

export const noteSchema = z.object({
  id,
  kind: z.string(),
  note: z.string(),
  /** the customer's words that it was drawn from */
  quote: z.string().nullable(),
  source: z.string(),
  confidence: z.number().min(0).max(1),
  validFrom: moment,
  recordedAt: moment,
})

export const exchangeSchema = z.object({
  id,
  conversationId: id,
  at: moment,
  channel,
  role: z.enum(['customer', 'assistant', 'staff', 'system', 'tool']),
  text: z.string(),
  status: z.string(),
})

export const bookingWishSchema = z.object({
  id,
  conversationId: id,
  at: moment,
  channel,
  /** in the customer's words */
  wish: z.string(),
})

const consentSchema = z.object({
  /** blocked: nothing may be sent; not_asked: neither agreed nor refused */
  status: z.enum(['blocked', 'opted_in', 'not_asked']),
  reason: z.string().nullable(),
  since: moment.nullable(),
})

/** All that is known about a customer: the requirements' FullCustomerContext and what api.get_customer_context adds. */
export const customerContextSchema = z.object({
  customerId: id,
  housecallProId: z.string().nullable(),
  identities: z.array(z.object({ type: z.string(), value: z.string(), verified: z.boolean() })),
  name: z.string().nullable(),
  companyName: z.string().nullable(),
  email: z.string().nullable(),
  primaryPhone: z.string().nullable(),
  preferredTechnician: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  communicationPreference: z.enum(['sms', 'call', 'email', 'any']),
  preferredTimeWindow: z.enum(['morning', 'afternoon', 'evening']).nullable(),
  membership: z.object({ status: z.enum(['none', 'family_discount', 'vip']), expiresAt: moment.nullable() }),
  lifetimeValue: money,
  totalJobs: z.number().int(),
  outstandingBalance: money,
  customerSince: day.nullable(),
  tags: z.array(z.string()),
  /** IANA name of the tenant's default location */
  locationZone: z.string(),
  properties: z.array(propertySchema),
  equipment: z.array(equipmentSchema),
  recentJobs: z.array(jobSchema),
  upcomingAppointments: z.array(appointmentSchema),
  /** visits that were asked for and are not booked, newest first */
  bookingWishes: z.array(bookingWishSchema),
  insights: z.array(insightSchema),
  consent: z.object({ sms: consentSchema, voice: consentSchema, email: consentSchema }),
  memoryNotes: z.array(noteSchema),
  lastExchanges: z.array(exchangeSchema),
  conversationSummary: z.string().nullable(),
  currentIssueSummary: z.string().nullable(),
})

export type CustomerContext = z.infer<typeof customerContextSchema>

export const closedInsightSchema = z.object({
  id,
  customerId: id,
  type: z.string(),
  status: z.enum(['actioned', 'dismissed']),
  actionedAt: moment,
  actionedBy: z.string(),
  dismissedReason: z.string().nullable(),
})

const count = z.number().int()

export const seededSchema = z.object({
  tenantId: id,
  /** whether this run made the tenant */
  isNew: z.boolean(),
  added: z.object({
    locations: count,
    services: count,
    customers: count,
    addresses: count,
    equipment: count,
    jobs: count,
    insights: count,
    conversations: count,
    messages: count,
    notes: count,
  }),
})

/** Results of the api functions of this module, by function name. */
export const contextResults = {
  get_customer_context: customerContextSchema.nullable(),
  get_context_prompt: z.string().nullable(),
  get_customer_insights: z.array(insightSchema),
  update_insight: closedInsightSchema,
  seed_demo: seededSchema,
}
