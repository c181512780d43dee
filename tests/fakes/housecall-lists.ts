import { customerJson, employeeJson, estimateJson, invoiceJson, jobJson, leadJson } from './housecall-json.ts'
import type { Customer, Invoice, Job, Stamped, WorkStatus } from './housecall-shapes.ts'
import type { HousecallStore } from './housecall-store.ts'

/** The words of the filter `work_status[]` for those that jobs carry. */
const FILTER_WORDS: Record<WorkStatus, string> = {
  'needs scheduling': 'unscheduled',
  scheduled: 'scheduled',
  'in progress': 'in_progress',
  'complete rated': 'completed',
  'complete unrated': 'completed',
  'user canceled': 'canceled',
  'pro canceled': 'canceled',
}

const DEFAULT_SIZE = 10
const LARGEST_SIZE = 200

/** A page in the ordinary envelope; nothing found is no page at all. */
export function pageJson(
  key: string,
  found: readonly unknown[],
  query: URLSearchParams,
  show = (item: unknown) => item,
) {
  const asked = Number(query.get('page_size') ?? DEFAULT_SIZE)
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, LARGEST_SIZE) : DEFAULT_SIZE
  const page = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1)
  return {
    page,
    page_size: size,
    total_pages: Math.ceil(found.length / size),
    total_items: found.length,
    [key]: found.slice((page - 1) * size, page * size).map(show),
  }
}

type Sorted = { version: number; records: Stamped[] }

/** The lists of an account. Sorting is kept until something changes, or a full sync would sort everything for each page. */
export function createLists(store: HousecallStore) {
  const kept = new Map<string, Sorted>()
  const sorted = <T extends Stamped>(
    name: string,
    all: Iterable<T>,
    query: URLSearchParams,
    allowed: string[],
  ): T[] => {
    const asked = query.get('sort_by') ?? 'created_at'
    const field = (allowed.includes(asked) ? asked : 'created_at') as keyof T
    const direction = query.get('sort_direction') === 'asc' ? 1 : -1
    const key = `${name} ${String(field)} ${direction}`
    const known = kept.get(key)
    if (known?.version === store.version) return known.records as T[]
    const compare = (a: T, b: T) => (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0) * direction
    const records = [...all].sort(compare)
    kept.set(key, { version: store.version, records })
    return records
  }

  return {
    customers(query: URLSearchParams, companies: readonly string[]) {
      const q = query.get('q')?.trim().toLowerCase() ?? ''
      const all = sorted('customers', store.customers.values(), query, ['created_at', 'updated_at', 'id'])
      const found = all.filter((one) => companies.includes(one.company_id) && (q === '' || matches(one, q)))
      return pageJson('customers', found, query, (item) => customerJson(item as Customer))
    },
    jobs(query: URLSearchParams, companies: readonly string[]) {
      const fields = ['created_at', 'updated_at', 'invoice_number', 'id', 'description', 'work_status']
      const all = sorted('jobs', store.jobs.values(), query, fields)
      const passes = jobFilter(query)
      const found = all.filter((job) => companies.includes(job.company_id) && !job.deleted_at && passes(job))
      const expand = query.getAll('expand[]')
      return pageJson('jobs', found, query, (item) => jobJson(store, item as Job, expand))
    },
    employees(query: URLSearchParams, companies: readonly string[]) {
      const all = [...store.employees.values()].filter((one) => one.is_active && companies.includes(one.company_id))
      return pageJson('employees', all.map(employeeJson), query)
    },
    estimates(query: URLSearchParams, companies: readonly string[]) {
      const all = sorted('estimates', store.estimates.values(), query, ['created_at', 'updated_at', 'id'])
      const customerId = query.get('customer_id')
      const found = all
        .filter((one) => companies.includes(one.company_id))
        .filter((one) => !customerId || one.customer_id === customerId)
      return pageJson(
        'estimates',
        found.map((one) => estimateJson(store, one)),
        query,
      )
    },
    invoices(query: URLSearchParams, companies: readonly string[]) {
      const all = sorted('invoices', store.invoices.values(), query, ['created_at'])
      const passes = invoiceFilter(store, query)
      const found = all.filter((one) => companies.includes(one.company_id) && passes(one))
      return pageJson('invoices', found.map(invoiceJson), query)
    },
    leads(query: URLSearchParams, companies: readonly string[]) {
      const all = sorted('leads', store.leads.values(), query, ['created_at', 'updated_at'])
      const found = all.filter((one) => companies.includes(one.company_id))
      return pageJson(
        'leads',
        found.map((one) => leadJson(store, one)),
        query,
      )
    },
  }
}

/** `q` looks into the fields as they are written: a plus or a hyphen in it finds no number. */
function matches(customer: Customer, q: string): boolean {
  const name = `${customer.first_name ?? ''} ${customer.last_name ?? ''}`
  const addresses = customer.addresses.map((one) => [one.street, one.city, one.state, one.zip].join(' '))
  return [name, customer.email, customer.mobile_number, ...addresses].some((text) => text?.toLowerCase().includes(q))
}

const within = (at: string | null, min: string | null, max: string | null) =>
  (!min || (at !== null && Date.parse(at) >= Date.parse(min))) &&
  (!max || (at !== null && Date.parse(at) <= Date.parse(max)))

function jobFilter(query: URLSearchParams): (job: Job) => boolean {
  const customerId = query.get('customer_id')
  const statuses = query.getAll('work_status[]')
  const employees = query.getAll('employee_ids[]')
  return ({ customer_id, work_status, employee_ids, schedule }) =>
    (!customerId || customer_id === customerId) &&
    (statuses.length === 0 || statuses.includes(FILTER_WORDS[work_status])) &&
    (employees.length === 0 || employee_ids.some((id) => employees.includes(id))) &&
    within(schedule.scheduled_start, query.get('scheduled_start_min'), query.get('scheduled_start_max')) &&
    within(schedule.scheduled_end, query.get('scheduled_end_min'), query.get('scheduled_end_max'))
}

function invoiceFilter(store: HousecallStore, query: URLSearchParams): (invoice: Invoice) => boolean {
  const status = query.get('status')
  const customerId = query.get('customer_uuid')
  return (invoice) =>
    (!status || invoice.status === status) &&
    (!customerId || store.jobs.get(invoice.job_id)?.customer_id === customerId) &&
    within(invoice.created_at, query.get('created_at_min'), query.get('created_at_max')) &&
    within(invoice.paid_at, query.get('paid_at_min'), query.get('paid_at_max'))
}
