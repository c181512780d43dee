import type { Appointment, Customer, Employee, Estimate, Invoice, Job, Lead } from './housecall-shapes.ts'
import type { HousecallStore } from './housecall-store.ts'

/** Records as the API shows them. */

export const subtotalOf = (job: Job): number => job.line_items.reduce((sum, item) => sum + item.amount, 0)

export function customerJson(customer: Customer) {
  return customer
}

/** Inside a job a customer has no addresses. */
function embeddedCustomer(store: HousecallStore, id: string) {
  const customer = store.customers.get(id)
  if (!customer) return null
  const { addresses: _, ...rest } = customer
  return rest
}

const addressOf = (store: HousecallStore, customerId: string, addressId: string | null) =>
  store.customers.get(customerId)?.addresses.find((address) => address.id === addressId) ?? null

export function employeeJson({ is_active: _, updated_at: __, ...employee }: Employee) {
  return employee
}

const employeesJson = (store: HousecallStore, ids: string[]) =>
  ids.flatMap((id) => store.employees.get(id) ?? []).map(employeeJson)

/** @param expand what was asked for by `expand[]`; line items are never part of it */
export function jobJson(store: HousecallStore, job: Job, expand: readonly string[] = []) {
  const { customer_id, address_id, employee_ids, line_items: _, appointments, job_type, schedule, ...rest } = job
  const subtotal = subtotalOf(job)
  return {
    ...rest,
    customer: embeddedCustomer(store, customer_id),
    address: addressOf(store, customer_id, address_id),
    schedule: { ...schedule, ...(expand.includes('appointments') && { appointments }) },
    total_amount: subtotal,
    subtotal,
    assigned_employees: employeesJson(store, employee_ids),
    job_fields: { job_type, business_unit: null },
    ...(expand.includes('attachments') && { attachments: [] }),
  }
}

export const appointmentJson = (appointment: Appointment) => appointment

export function estimateJson(store: HousecallStore, estimate: Estimate) {
  const { customer_id, address_id, employee_ids, ...rest } = estimate
  return {
    ...rest,
    customer: embeddedCustomer(store, customer_id),
    address: addressOf(store, customer_id, address_id),
    assigned_employees: employeesJson(store, employee_ids),
  }
}

export function invoiceJson({
  company_id: _,
  company_name: __,
  created_at: ___,
  updated_at: ____,
  ...invoice
}: Invoice) {
  return invoice
}

export function leadJson(store: HousecallStore, { customer_id, ...lead }: Lead) {
  return { ...lead, customer: embeddedCustomer(store, customer_id), address: null }
}
