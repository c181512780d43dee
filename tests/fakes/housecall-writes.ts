import { z } from 'zod'
import { customerJson, jobJson } from './housecall-json.ts'
import type { HousecallOffice } from './housecall-office.ts'
import { newAddress, newLineItem } from './housecall-records.ts'
import type { Company, Customer, Job } from './housecall-shapes.ts'
import type { HousecallStore } from './housecall-store.ts'
import type { DoubleAnswer } from './http-double.ts'

export const refuse = (status: number, message: string): DoubleAnswer => ({ status, body: { error: { message } } })

/** The other of the vendor's two shapes. */
const refuseFields = (errors: Record<string, string[]>): DoubleAnswer => ({ status: 422, body: { errors } })

const text = z.string().nullish()
const addressSchema = z.object({
  type: z.enum(['billing', 'service']).optional(),
  street: text,
  street_line_2: text,
  city: text,
  state: text,
  zip: text,
  country: text,
})
const customerSchema = z.object({
  first_name: text,
  last_name: text,
  email: z.union([z.email(), z.literal('')]).nullish(),
  mobile_number: text,
  home_number: text,
  work_number: text,
  company: text,
  notifications_enabled: z.boolean().optional(),
  lead_source: text,
  notes: text,
  tags: z.array(z.string()).optional(),
  addresses: z.array(addressSchema).optional(),
})
const jobSchema = z.object({
  customer_id: z.string(),
  address_id: z.string(),
  schedule: z
    .object({ scheduled_start: z.string(), scheduled_end: text, arrival_window: z.number().nullish() })
    .optional(),
  line_items: z
    .array(z.object({ name: z.string(), description: z.string().optional(), unit_price: z.int().optional() }))
    .optional(),
  assigned_employee_ids: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  lead_source: text,
  notes: z.string().optional(),
  job_fields: z.object({ job_type_id: z.string().optional() }).optional(),
})

const NAMES = ['first_name', 'last_name', 'email', 'mobile_number', 'home_number', 'work_number'] as const

/** The API's writes: what the vendor would refuse is refused, the rest goes the way of the office's own changes. */
export function createWrites(store: HousecallStore, office: HousecallOffice) {
  const complaints = (error: z.ZodError): DoubleAnswer =>
    refuseFields(Object.fromEntries(error.issues.map((issue) => [String(issue.path[0] ?? 'base'), [issue.message]])))
  const ofCompany = (company: Company) => ({ company_id: company.id, company_name: company.name })

  return {
    createCustomer(body: unknown, company: Company): DoubleAnswer {
      const read = customerSchema.safeParse(body)
      if (!read.success) return complaints(read.error)
      const { addresses = [], ...facts } = read.data
      if (!NAMES.some((name) => facts[name])) return refuseFields({ base: ['Name, email or phone number is required'] })
      const made = addresses.map((address) => newAddress(store, withoutUndefined(address)))
      const customer = office.addCustomer({ ...ofCompany(company), ...withoutUndefined(facts), addresses: made })
      return { status: 201, body: customerJson(customer) }
    },

    updateCustomer(customer: Customer, body: unknown): DoubleAnswer {
      const read = customerSchema.omit({ addresses: true }).safeParse(body)
      if (!read.success) return complaints(read.error)
      return { status: 200, body: customerJson(office.editCustomer(customer.id, withoutUndefined(read.data))) }
    },

    createAddress(customer: Customer, body: unknown): DoubleAnswer {
      const read = addressSchema.safeParse(body)
      if (!read.success) return complaints(read.error)
      return { status: 201, body: office.addAddress(customer.id, withoutUndefined(read.data)) }
    },

    createJob(body: unknown, company: Company): DoubleAnswer {
      const read = jobSchema.safeParse(body)
      if (!read.success) return complaints(read.error)
      const { notes, schedule, line_items = [], assigned_employee_ids, job_fields, ...facts } = read.data
      const customer = store.customers.get(facts.customer_id)
      if (!customer) return refuse(422, 'Customer not found')
      if (!customer.addresses.some(({ id }) => id === facts.address_id)) return refuse(422, 'Address not found')
      const job: Partial<Job> & { customer_id: string } = {
        ...ofCompany(company),
        ...facts,
        lead_source: facts.lead_source ?? null,
        tags: facts.tags ?? [],
        employee_ids: assigned_employee_ids ?? [],
        job_type: store.jobTypes.find(({ id }) => id === job_fields?.job_type_id) ?? null,
        notes: notes === undefined ? [] : [{ id: store.newId('nte'), content: notes }],
        ...(schedule && { work_status: 'scheduled', schedule: scheduleOf(schedule) }),
      }
      return { status: 201, body: jobJson(store, office.addJob(job, line_items)) }
    },

    createNote(job: Job, body: unknown): DoubleAnswer {
      const read = z.object({ content: z.string().min(1) }).safeParse(body)
      if (!read.success) return refuseFields({ content: ["can't be blank"] })
      return { status: 201, body: office.addNote(job.id, read.data.content) }
    },

    deleteNote(job: Job, noteId: string): DoubleAnswer {
      if (!job.notes.some(({ id }) => id === noteId)) return { status: 404, body: {} }
      office.removeNote(job.id, noteId)
      return { status: 204 }
    },

    addTag(job: Job, body: unknown): DoubleAnswer {
      const read = z.object({ tag_id: z.string() }).safeParse(body)
      const tag = store.tags.find(({ id }) => id === read.data?.tag_id)
      if (!tag) return refuse(422, 'Tag not found')
      if (!job.tags.includes(tag.name)) office.editJob(job.id, { tags: [...job.tags, tag.name] })
      return { status: 201, body: tag }
    },

    removeTag(job: Job, tagId: string): DoubleAnswer {
      const tag = store.tags.find(({ id }) => id === tagId)
      if (!tag || !job.tags.includes(tag.name)) return { status: 404, body: {} }
      office.editJob(job.id, { tags: job.tags.filter((name) => name !== tag.name) })
      return { status: 204 }
    },

    createLineItem(job: Job, body: unknown): DoubleAnswer {
      const read = z.object({ name: z.string(), unit_price: z.int().optional() }).safeParse(body)
      if (!read.success) return complaints(read.error)
      const item = newLineItem(store, job.id, job.line_items.length, withoutUndefined(read.data) as { name: string })
      office.editJob(job.id, { line_items: [...job.line_items, item] })
      return { status: 201, body: item }
    },
  }
}

const scheduleOf = (given: {
  scheduled_start: string
  scheduled_end?: string | null
  arrival_window?: number | null
}) => ({
  scheduled_start: given.scheduled_start,
  scheduled_end: given.scheduled_end ?? null,
  arrival_window: given.arrival_window ?? null,
})

type Defined<T> = { [Name in keyof T]: Exclude<T[Name], undefined> }

const withoutUndefined = <T extends object>(facts: T) =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Defined<T>
