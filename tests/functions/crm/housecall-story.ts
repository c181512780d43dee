import { createOffice, type HousecallOffice } from '../../fakes/housecall-office.ts'
import { addEstimate, addInvoice, addLead } from '../../fakes/housecall-sales.ts'
import type { Customer, Job } from '../../fakes/housecall-shapes.ts'
import { createStore, type HousecallStore } from '../../fakes/housecall-store.ts'
import { eventOf, type HousecallEvent } from '../../fakes/housecall-webhooks.ts'
import { type Chance, seeded } from '../../fakes/seeded.ts'

const COMPANY = {
  id: 'company-of-the-story',
  name: 'Harbor Plumbing',
  phone_number: '6175550100',
  support_email: 'office@harbor.example',
  time_zone: 'America/New_York',
}
const STREETS = ['Main St', 'Elm Ave', 'Beach Rd']
const DESCRIPTIONS = ['Kitchen drain clogged', 'No hot water', 'Toilet runs', 'Annual visit', '']

/** Everything that happens in a business with so many jobs over some months, as the events that tell of it, in order. */
export function housecallStory(seed: number, jobs: number): HousecallEvent[] {
  const chance = seeded(seed)
  let at = Date.parse('2026-01-05T12:00:00Z')
  const now = () => new Date(at)
  const store = createStore(now, chance, [COMPANY])
  const events: HousecallEvent[] = []
  const office = createOffice(store, (event, record, companyId) => {
    events.push(eventOf(event, record, companyId, now().toISOString()))
  })
  // Time passes between any two things: two events never tell of one instant.
  const tick = () => {
    at += 60_000 + chance.below(3_600_000)
  }
  for (let n = 0; n < 3; n += 1) {
    tick()
    office.addEmployee({ first_name: `Tech${n}`, last_name: 'Nician' })
  }
  const customers: Customer[] = []
  const acts: (() => void)[] = []
  for (let n = 0; n < jobs; n += 1) {
    tick()
    if (n % 3 === 0) customers.push(addCustomer(office, chance, n))
    const customer = chance.pick(customers)
    tick()
    const job = office.addJob({ customer_id: customer.id, description: chance.pick(DESCRIPTIONS) }, [
      { name: 'Service call', kind: 'labor', unit_price: 5000 + chance.below(20_000) },
    ])
    acts.push(...livesOf(store, office, chance, job))
    // What goes on with the jobs so far is mixed in.
    for (const act of acts.splice(0, chance.below(6))) {
      tick()
      act()
    }
  }
  for (const act of acts) {
    tick()
    act()
  }
  for (const customer of customers) {
    tick()
    if (chance.happens(0.1)) office.deleteCustomer(customer.id)
  }
  return events
}

function addCustomer(office: HousecallOffice, chance: Chance, n: number): Customer {
  return office.addCustomer({
    first_name: `First${n}`,
    last_name: `Last${n}`,
    mobile_number: `40455${String(50_000 + n)}`,
    email: chance.happens(0.6) ? `person${n}@example.com` : null,
    tags: chance.happens(0.3) ? ['VIP'] : [],
    lead_source: chance.pick(['Google', null]),
    addresses: [0, 1].slice(0, 1 + chance.below(2)).map((house) => ({
      id: `adr_${n}_${house}`,
      type: 'service' as const,
      street: `${n + 1} ${STREETS[house]}`,
      street_line_2: null,
      city: 'Quincy',
      state: 'MA',
      zip: '02169',
      country: 'US',
    })),
  })
}

/** What becomes of one job, step by step. */
function livesOf(store: HousecallStore, office: HousecallOffice, chance: Chance, job: Job): (() => void)[] {
  const steps: (() => void)[] = []
  if (chance.happens(0.3)) {
    steps.push(() => {
      const known = store.customers.get(job.customer_id)
      const change = chance.pick([
        { first_name: `${known?.first_name}x` },
        { mobile_number: `40456${String(10_000 + chance.below(80_000))}` },
        { tags: ['Family Discount'], lead_source: null },
        { home_number: `40457${String(10_000 + chance.below(80_000))}`, email: null },
      ])
      office.editCustomer(job.customer_id, change)
    })
  }
  if (chance.happens(0.2)) {
    steps.push(() => {
      const estimate = addEstimate(store, chance, job)
      office.announce('estimate.created', estimate.id)
    })
  }
  if (chance.happens(0.1)) {
    steps.push(() => {
      const customer = store.customers.get(job.customer_id)
      if (customer) office.announce('lead.created', addLead(store, chance, customer).id)
    })
  }
  steps.push(() => void office.editJob(job.id, { employee_ids: [chance.pick([...store.employees.keys()])] }))
  steps.push(() => void office.scheduleJob(job.id, new Date('2026-09-01T14:00:00Z')))
  if (chance.happens(0.2)) return [...steps, () => void office.cancelJob(job.id)]
  steps.push(() => void office.startJob(job.id))
  steps.push(() => void office.addNote(job.id, 'Done, no leak found'))
  steps.push(() => void office.completeJob(job.id))
  steps.push(() => {
    const invoice = addInvoice(store, chance, job)
    Object.assign(invoice, { status: 'open', due_amount: invoice.amount, paid_at: null })
    office.announce('invoice.created', invoice.id)
    if (chance.happens(0.7)) Object.assign(invoice, { status: 'paid', due_amount: 0 })
  })
  steps.push(() => {
    const invoice = [...store.invoices.values()].find(({ job_id }) => job_id === job.id)
    if (invoice) office.announce(invoice.status === 'paid' ? 'invoice.paid' : 'invoice.sent', invoice.id)
  })
  if (chance.happens(0.1)) steps.push(() => office.deleteJob(job.id))
  return steps
}
