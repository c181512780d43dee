import type { Address, Appointment, Customer, Employee, Job, LineItem } from './housecall-shapes.ts'
import type { HousecallStore } from './housecall-store.ts'

/** New records with what the vendor fills in; each but line items, addresses and appointments is put into the store. */

/** A record of its own company, made now. */
export function stamped(store: HousecallStore, prefix: string, company = store.companies[0]) {
  if (!company) throw new Error('the double has no company')
  const at = store.stamp()
  const id = store.newId(prefix)
  return { id, company_id: company.id, company_name: company.name, created_at: at, updated_at: at }
}

export function newCustomer(store: HousecallStore, facts: Partial<Customer>): Customer {
  const customer: Customer = {
    ...stamped(store, 'cus'),
    first_name: null,
    last_name: null,
    email: null,
    mobile_number: null,
    home_number: null,
    work_number: null,
    company: null,
    kind: 'homeowner',
    notifications_enabled: true,
    lead_source: null,
    notes: null,
    tags: [],
    addresses: [],
    ...facts,
  }
  store.customers.set(customer.id, customer)
  store.version += 1
  return customer
}

export function newJob(store: HousecallStore, facts: Partial<Job> & { customer_id: string }): Job {
  const customer = store.customers.get(facts.customer_id)
  const job: Job = {
    ...stamped(store, 'job'),
    invoice_number: String(store.jobs.size + 1001),
    description: '',
    address_id: customer?.addresses[0]?.id ?? null,
    notes: [],
    work_status: 'needs scheduling',
    work_timestamps: { on_my_way_at: null, started_at: null, completed_at: null },
    schedule: { scheduled_start: null, scheduled_end: null, arrival_window: null },
    appointments: [],
    line_items: [],
    outstanding_balance: 0,
    employee_ids: [],
    tags: [],
    original_estimate_id: null,
    original_estimate_uuids: [],
    lead_source: null,
    job_type: null,
    locked_at: null,
    canceled_at: null,
    deleted_at: null,
    recurrence_number: null,
    recurrence_rule: null,
    ...facts,
  }
  store.jobs.set(job.id, job)
  store.version += 1
  return job
}

export function newLineItem(
  store: HousecallStore,
  jobId: string,
  index: number,
  facts: Partial<LineItem> & { name: string },
): LineItem {
  const id = store.newId('rli')
  const { unit_price = 0, quantity = 1 } = facts
  return {
    object: 'line_item',
    id,
    description: '',
    unit_price,
    unit_cost: 0,
    amount: Math.round(unit_price * quantity),
    unit_of_measure: null,
    quantity,
    kind: 'labor',
    taxable: false,
    order_index: index,
    service_item_id: null,
    service_item_type: null,
    url: `/jobs/${jobId}/line_items/${id}`,
    ...facts,
  }
}

export function newAddress(store: HousecallStore, facts: Partial<Address>): Address {
  return {
    id: store.newId('adr'),
    type: 'service',
    street: null,
    street_line_2: null,
    city: null,
    state: null,
    zip: null,
    country: 'US',
    ...facts,
  }
}

export const newAppointment = (
  store: HousecallStore,
  facts: Partial<Appointment> & { start_time: string; end_time: string },
): Appointment => ({
  id: store.newId('appt'),
  anytime: false,
  arrival_window_minutes: 60,
  dispatched_employees_ids: [],
  ...facts,
})

export function newEmployee(store: HousecallStore, facts: Partial<Employee>): Employee {
  const employee: Employee = {
    ...stamped(store, 'pro'),
    first_name: 'Pat',
    last_name: 'Tech',
    email: 'pat@example.com',
    mobile_number: '6175550180',
    color_hex: '1f7a8c',
    avatar_url: null,
    role: 'field tech',
    tags: [],
    permissions: { can_see_full_schedule: true, is_admin: false },
    is_active: true,
    ...facts,
  }
  store.employees.set(employee.id, employee)
  store.version += 1
  return employee
}
