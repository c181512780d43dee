import { customerJson, employeeJson, estimateJson, invoiceJson, jobJson, leadJson } from './housecall-json.ts'
import { newAddress, newAppointment, newCustomer, newEmployee, newJob, newLineItem } from './housecall-records.ts'
import type { Address, Customer, Employee, Job, LineItem } from './housecall-shapes.ts'
import { type Announce, type HousecallStore, toSeconds } from './housecall-store.ts'

/**
 * What people do in HousecallPro's own screens, and what the API's writes do as well: every change bumps `updated_at`
 * and is announced.
 */
export interface HousecallOffice {
  addCustomer(facts: Partial<Customer>): Customer
  editCustomer(id: string, change: Partial<Customer>): Customer
  addAddress(customerId: string, facts: Partial<Address>): Address
  deleteCustomer(id: string): void
  addEmployee(facts: Partial<Employee>): Employee
  addJob(facts: Partial<Job> & { customer_id: string }, items?: (Partial<LineItem> & { name: string })[]): Job
  /** @param event what is announced, `job.updated` when left out */
  editJob(id: string, change: Partial<Job>, event?: string): Job
  addNote(jobId: string, content: string): { id: string; content: string }
  removeNote(jobId: string, noteId: string): void
  scheduleJob(id: string, start: Date, minutes?: number): Job
  startJob(id: string): Job
  completeJob(id: string): Job
  cancelJob(id: string, by?: 'user' | 'pro'): Job
  /** it answers 410 from now on */
  deleteJob(id: string): void
  /** announces an event about a record as it now is, whatever happened */
  announce(event: string, recordId: string): void
}

export function createOffice(store: HousecallStore, announce: Announce): HousecallOffice {
  const need = <T>(all: Map<string, T>, id: string): T => {
    const found = all.get(id)
    if (found === undefined) throw new Error(`the double has no ${id}`)
    return found
  }
  const touch = (record: { updated_at: string }) => {
    record.updated_at = store.stamp()
    store.version += 1
  }
  const tellJob = (event: string, job: Job) => announce(event, jobJson(store, job), job.company_id)
  const tellCustomer = (event: string, customer: Customer) =>
    announce(event, customerJson(customer), customer.company_id)

  const office: HousecallOffice = {
    addCustomer(facts) {
      const customer = newCustomer(store, facts)
      tellCustomer('customer.created', customer)
      return customer
    },
    editCustomer(id, change) {
      const customer = Object.assign(need(store.customers, id), change)
      touch(customer)
      tellCustomer('customer.updated', customer)
      return customer
    },
    addAddress(customerId, facts) {
      const address = newAddress(store, facts)
      const { addresses } = need(store.customers, customerId)
      office.editCustomer(customerId, { addresses: [...addresses, address] })
      return address
    },
    deleteCustomer(id) {
      const customer = need(store.customers, id)
      store.customers.delete(id)
      store.version += 1
      tellCustomer('customer.deleted', customer)
    },
    addEmployee(facts) {
      const employee = newEmployee(store, facts)
      announce('employee.created', employeeJson(employee), employee.company_id)
      return employee
    },
    addJob(facts, items = []) {
      const job = newJob(store, facts)
      job.line_items.push(...items.map((item, index) => newLineItem(store, job.id, index, item)))
      tellJob('job.created', job)
      return job
    },
    editJob(id, change, event = 'job.updated') {
      const job = Object.assign(need(store.jobs, id), change)
      touch(job)
      tellJob(event, job)
      return job
    },
    addNote(jobId, content) {
      const note = { id: store.newId('nte'), content }
      office.editJob(jobId, { notes: [...need(store.jobs, jobId).notes, note] })
      return note
    },
    removeNote(jobId, noteId) {
      office.editJob(jobId, { notes: need(store.jobs, jobId).notes.filter((note) => note.id !== noteId) })
    },
    scheduleJob(id, start, minutes = 120) {
      const [from, to] = [toSeconds(start), toSeconds(new Date(start.getTime() + minutes * 60_000))]
      const job = need(store.jobs, id)
      const visit = newAppointment(store, {
        start_time: from,
        end_time: to,
        dispatched_employees_ids: job.employee_ids,
      })
      const schedule = { scheduled_start: from, scheduled_end: to, arrival_window: visit.arrival_window_minutes }
      office.editJob(id, { schedule, appointments: [visit], work_status: 'scheduled' }, 'job.scheduled')
      announce('job.appointment.scheduled', visit, job.company_id)
      return job
    },
    startJob(id) {
      const { work_timestamps } = need(store.jobs, id)
      const started = { ...work_timestamps, started_at: store.stamp() }
      return office.editJob(id, { work_status: 'in progress', work_timestamps: started }, 'job.started')
    },
    completeJob(id) {
      const { work_timestamps } = need(store.jobs, id)
      const completed = { ...work_timestamps, completed_at: store.stamp() }
      return office.editJob(id, { work_status: 'complete unrated', work_timestamps: completed }, 'job.completed')
    },
    cancelJob: (id, by = 'user') =>
      office.editJob(id, { work_status: `${by} canceled`, canceled_at: store.stamp() }, 'job.canceled'),
    deleteJob(id) {
      const job = need(store.jobs, id)
      job.deleted_at = store.stamp()
      touch(job)
      announce('job.deleted', { id, deleted: true }, job.company_id)
    },
    announce(event, recordId) {
      const found = showAny(store, recordId)
      if (!found) throw new Error(`the double has no ${recordId}`)
      announce(event, found.json, found.companyId)
    },
  }
  return office
}

function showAny(store: HousecallStore, id: string): { json: object; companyId: string } | null {
  const customer = store.customers.get(id)
  if (customer) return { json: customerJson(customer), companyId: customer.company_id }
  const job = store.jobs.get(id)
  if (job) return { json: jobJson(store, job), companyId: job.company_id }
  const estimate = store.estimates.get(id)
  if (estimate) return { json: estimateJson(store, estimate), companyId: estimate.company_id }
  const invoice = store.invoices.get(id)
  if (invoice) return { json: invoiceJson(invoice), companyId: invoice.company_id }
  const employee = store.employees.get(id)
  if (employee) return { json: employeeJson(employee), companyId: employee.company_id }
  const lead = store.leads.get(id)
  if (lead) return { json: leadJson(store, lead), companyId: lead.company_id }
  for (const one of store.jobs.values()) {
    const appointment = one.appointments.find((visit) => visit.id === id)
    if (appointment) return { json: appointment, companyId: one.company_id }
  }
  return null
}
