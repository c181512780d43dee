import { newAddress, newAppointment, newCustomer, newEmployee, newJob, newLineItem } from './housecall-records.ts'
import { addEstimate, addInvoice, addLead } from './housecall-sales.ts'
import type { Customer, Employee, Job, WorkStatus } from './housecall-shapes.ts'
import { type HousecallStore, toSeconds } from './housecall-store.ts'
import { WORK } from './housecall-work.ts'
import { type Chance, seeded } from './seeded.ts'

export interface BusinessOptions {
  customers: number
  jobs: number
  /** the end of the history; nothing but appointments to come is later */
  until: Date
  technicians?: number
  seed?: number
}

const FIRST = 'Maria,James,Wei,Aisha,Robert,Linda,Carlos,Nora,Kevin,Grace,Omar,Ellen,Dmitri,Joan,Luis,Sara'.split(',')
const LAST = 'Souza,Murphy,Chen,Diallo,Kowalski,Nguyen,Rivera,Haddad,Walsh,Okafor,Petrov,Costa,Bailey,Lam'.split(',')
const STREETS = 'Main St,Washington St,Elm Ave,Beach Rd,Granite St,Hancock St,Sea St,Furnace Brook Pkwy'.split(',')
const TOWNS = [
  ['Quincy', '02169'],
  ['Braintree', '02184'],
  ['Weymouth', '02188'],
  ['Milton', '02186'],
] as const
const SOURCES = ['Google', 'Referral', 'Yelp', 'Repeat customer', null]
const DAY = 86_400_000
const YEARS = 8

/**
 * Fills the account with a business's history: technicians, customers with addresses, jobs with line items, notes and
 * visits, their invoices, estimates and leads. The same seed gives the same business. Nothing is announced.
 */
export function fillBusiness(store: HousecallStore, options: BusinessOptions): void {
  const chance = seeded(options.seed ?? 1)
  store.tags.push(...['VIP', 'Family Discount', 'Commercial'].map((name) => ({ id: store.newId('tag'), name })))
  const jobTypes = new Set(WORK.map((work) => work.jobType))
  store.jobTypes.push(...[...jobTypes].map((name) => ({ id: store.newId('jbt'), name })))
  const crew = Array.from({ length: options.technicians ?? 6 }, (_, index) => addTechnician(store, chance, index))
  const customers = Array.from({ length: options.customers }, (_, index) => addCustomer(store, chance, index, options))
  if (customers.length === 0) return
  for (let index = 0; index < options.jobs; index += 1) {
    // Every customer gets a job before any gets many.
    const customer = customers[index % customers.length] ?? chance.pick(customers)
    const job = addJob(store, chance, index, { customer, technician: chance.pick(crew), until: options.until })
    if (job.work_status.startsWith('complete')) addInvoice(store, chance, job)
    if (chance.happens(0.1)) addEstimate(store, chance, job)
  }
  for (const customer of customers) if (chance.happens(0.05)) addLead(store, chance, customer)
  store.version += 1
}

function addTechnician(store: HousecallStore, chance: Chance, index: number): Employee {
  const [first_name, last_name] = [chance.pick(FIRST), chance.pick(LAST)]
  const email = `${first_name}.${last_name}${index}@harbor.example`.toLowerCase()
  // The last one has left: on jobs, not in the list.
  const facts = { first_name, last_name, email, mobile_number: `61755501${80 + (index % 20)}`, is_active: index !== 5 }
  return newEmployee(store, facts)
}

const before = (chance: Chance, until: Date, days: number) => new Date(until.getTime() - chance.number() * days * DAY)

function addCustomer(store: HousecallStore, chance: Chance, index: number, { until }: BusinessOptions): Customer {
  const [first_name, last_name] = [chance.pick(FIRST), chance.pick(LAST)]
  const [city, zip] = chance.pick(TOWNS)
  const created = before(chance, until, YEARS * 365)
  const updated = new Date(created.getTime() + chance.number() * (until.getTime() - created.getTime()))
  const house = () =>
    newAddress(store, {
      street: `${1 + chance.below(900)} ${chance.pick(STREETS)}`,
      city,
      state: 'MA',
      zip,
      latitude: chance.happens(0.5) ? String(42 + chance.number()) : 42 + chance.number(),
      longitude: -71 - chance.number(),
    })
  const isLandline = chance.happens(0.15)
  const phone = `508${String(2_000_000 + index).padStart(7, '0')}`
  return newCustomer(store, {
    first_name,
    last_name,
    email: chance.happens(0.8) ? `${first_name}.${last_name}.${index}@example.com`.toLowerCase() : null,
    mobile_number: isLandline ? null : phone,
    home_number: isLandline ? phone : null,
    kind: chance.happens(0.1) ? 'business' : 'homeowner',
    lead_source: chance.pick(SOURCES),
    notes: chance.happens(0.3) ? 'Dog in the yard. Prefers mornings.\nKey under mat - call first!' : null,
    tags: chance.happens(0.15) ? [chance.pick(store.tags).name] : [],
    addresses: Array.from({ length: chance.happens(0.1) ? 2 : 1 }, house),
    created_at: toSeconds(created),
    updated_at: toSeconds(updated),
  })
}

interface JobFacts {
  customer: Customer
  technician: Employee
  until: Date
}

function addJob(store: HousecallStore, chance: Chance, index: number, { customer, technician, until }: JobFacts): Job {
  const work = chance.pick(WORK)
  const status = statusOf(chance)
  const isAhead = status === 'scheduled' || status === 'needs scheduling'
  const visit = isAhead
    ? new Date(until.getTime() + chance.number() * 30 * DAY)
    : before(chance, until, (until.getTime() - Date.parse(customer.created_at)) / DAY)
  const [start, end] = [toSeconds(visit), toSeconds(new Date(visit.getTime() + 2 * 3_600_000))]
  const created = toSeconds(isAhead ? before(chance, until, 20) : new Date(visit.getTime() - 3 * DAY))
  const isScheduled = status !== 'needs scheduling'
  const note = chance.pick(work.notes)
  const isDone = status.startsWith('complete')
  const job = newJob(store, {
    customer_id: customer.id,
    address_id: chance.pick(customer.addresses).id,
    invoice_number: String(10_001 + index),
    description: work.description,
    work_status: status,
    notes: isDone && note ? [{ id: store.newId('nte'), content: note }] : [],
    schedule: {
      scheduled_start: isScheduled ? start : null,
      scheduled_end: isScheduled ? end : null,
      arrival_window: isScheduled ? 60 : null,
    },
    work_timestamps: { on_my_way_at: null, started_at: isDone ? start : null, completed_at: isDone ? end : null },
    appointments: isScheduled
      ? [newAppointment(store, { start_time: start, end_time: end, dispatched_employees_ids: [technician.id] })]
      : [],
    employee_ids: isScheduled ? [technician.id] : [],
    job_type: chance.happens(0.7) ? (store.jobTypes.find(({ name }) => name === work.jobType) ?? null) : null,
    lead_source: customer.lead_source,
    tags: chance.happens(0.05) ? ['VIP'] : [],
    canceled_at: status.endsWith('canceled') ? start : null,
    created_at: created,
    updated_at: isAhead ? created : end,
  })
  job.line_items = work.items.map((item, order) => newLineItem(store, job.id, order, item))
  return job
}

function statusOf(chance: Chance): WorkStatus {
  const roll = chance.number()
  if (roll < 0.55) return 'complete unrated'
  if (roll < 0.82) return 'complete rated'
  if (roll < 0.88) return 'user canceled'
  if (roll < 0.91) return 'pro canceled'
  if (roll < 0.97) return 'scheduled'
  return roll < 0.98 ? 'in progress' : 'needs scheduling'
}
