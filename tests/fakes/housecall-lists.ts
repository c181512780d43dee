import { customerJson, employeeJson, estimateJson, invoiceJson, jobJson, leadJson } from './housecall-json.ts'
import type { Customer, Estimate, Invoice, Job, Stamped, WorkStatus } from './housecall-shapes.ts'
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
export function pageJson<Item>(
  key: string,
  found: readonly Item[],
  query: URLSearchParams,
  show: (item: Item) => object = (item) => item as object,
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

const TIMES = ['created_at', 'updated_at']
const JOB_FIELDS = [...TIMES, 'invoice_number', 'id', 'description', 'work_status']

/** The lists of an account. What was filtered and sorted is kept for the next page, until something changes. */
export function createLists(store: HousecallStore) {
  const kept = new Map<string, { version: number; found: readonly Stamped[] }>()

  /** @param sortable fields that `sort_by` may name; anything else sorts by created_at, newest first */
  const find = <T extends Stamped>(
    name: string,
    all: Map<string, T>,
    query: URLSearchParams,
    companies: readonly string[],
    passes: (one: T) => boolean = () => true,
    sortable = [...TIMES, 'id'],
  ): readonly T[] => {
    const rest = new URLSearchParams(query)
    for (const paging of ['page', 'page_size']) rest.delete(paging)
    const key = `${name} ${companies} ${rest}`
    const known = kept.get(key)
    if (known?.version === store.version) return known.found as readonly T[]
    if (known === undefined && kept.size >= 50) kept.clear()
    const asked = query.get('sort_by') ?? 'created_at'
    const field = (sortable.includes(asked) ? asked : 'created_at') as keyof T
    const direction = query.get('sort_direction') === 'asc' ? 1 : -1
    const found = [...all.values()]
      .filter((one) => companies.includes(one.company_id) && passes(one))
      .sort((a, b) => (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0) * direction)
    kept.set(key, { version: store.version, found })
    return found
  }

  return {
    customers(query: URLSearchParams, companies: readonly string[]) {
      const q = query.get('q')?.trim().toLowerCase() ?? ''
      const found = find('customers', store.customers, query, companies, (one) => q === '' || matches(one, q))
      return pageJson('customers', found, query, customerJson)
    },
    jobs(query: URLSearchParams, companies: readonly string[]) {
      const found = find('jobs', store.jobs, query, companies, jobFilter(query), JOB_FIELDS)
      const expand = query.getAll('expand[]')
      return pageJson('jobs', found, query, (job) => jobJson(store, job, expand))
    },
    employees(query: URLSearchParams, companies: readonly string[]) {
      const found = find('employees', store.employees, query, companies, ({ is_active }) => is_active)
      return pageJson('employees', found, query, employeeJson)
    },
    estimates(query: URLSearchParams, companies: readonly string[]) {
      const customerId = query.get('customer_id')
      const ofCustomer = (one: Estimate) => !customerId || one.customer_id === customerId
      const found = find('estimates', store.estimates, query, companies, ofCustomer)
      return pageJson('estimates', found, query, (estimate) => estimateJson(store, estimate))
    },
    invoices(query: URLSearchParams, companies: readonly string[]) {
      const found = find('invoices', store.invoices, query, companies, invoiceFilter(store, query))
      return pageJson('invoices', found, query, invoiceJson)
    },
    leads(query: URLSearchParams, companies: readonly string[]) {
      return pageJson('leads', find('leads', store.leads, query, companies), query, (lead) => leadJson(store, lead))
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
  return ({ customer_id, work_status, employee_ids, schedule, deleted_at }) =>
    !deleted_at &&
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
