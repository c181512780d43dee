import { estimateJson, invoiceJson, jobJson, leadJson } from './housecall-json.ts'
import { createLists, pageJson } from './housecall-lists.ts'
import type { HousecallOffice } from './housecall-office.ts'
import type { Company, Job } from './housecall-shapes.ts'
import type { HousecallStore } from './housecall-store.ts'
import { createWrites, refuse } from './housecall-writes.ts'
import type { DoubleAnswer, DoubleRequest } from './http-double.ts'

const NOTHING: DoubleAnswer = { status: 404, body: {} }
const ok = (body: object): DoubleAnswer => ({ status: 200, body })
const found = (body: object | undefined): DoubleAnswer => (body ? ok(body) : NOTHING)

/** Answers requests whose credentials were checked. Parameters of a query that nobody knows are passed over. */
export function createRoutes(store: HousecallStore, office: HousecallOffice) {
  const lists = createLists(store)
  const writes = createWrites(store, office)

  const ofJob = (job: Job, request: DoubleRequest, [part, partId]: string[]): DoubleAnswer => {
    const { method } = request
    const body = () => parseJson(request.body)
    if (part === undefined && method === 'GET') return ok(jobJson(store, job, request.query.getAll('expand[]')))
    if (part === 'line_items' && method === 'GET') {
      return ok({ object: 'list', data: job.line_items, url: request.path })
    }
    if (part === 'line_items' && method === 'POST') return writes.createLineItem(job, body())
    if (part === 'appointments' && method === 'GET') return ok({ appointments: job.appointments })
    if (part === 'invoices' && method === 'GET') {
      return ok({ invoices: [...store.invoices.values()].filter(({ job_id }) => job_id === job.id).map(invoiceJson) })
    }
    if (part === 'notes' && method === 'POST') return writes.createNote(job, body())
    if (part === 'notes' && method === 'DELETE' && partId) return writes.deleteNote(job, partId)
    if (part === 'tags' && method === 'POST') return writes.addTag(job, body())
    if (part === 'tags' && method === 'DELETE' && partId) return writes.removeTag(job, partId)
    return NOTHING
  }

  const jobs = (request: DoubleRequest, company: Company, companies: string[], [id, ...parts]: string[]) => {
    if (id === undefined) {
      if (request.method === 'POST') return writes.createJob(parseJson(request.body), company)
      return ok(lists.jobs(request.query, companies))
    }
    const job = store.jobs.get(id)
    if (!job || !companies.includes(job.company_id)) return NOTHING
    if (job.deleted_at) return refuse(410, 'This job has been deleted')
    return ofJob(job, request, parts)
  }

  const customers = (request: DoubleRequest, company: Company, companies: string[], [id, part, partId]: string[]) => {
    const { method, query } = request
    const body = () => parseJson(request.body)
    if (id === undefined) {
      return method === 'POST' ? writes.createCustomer(body(), company) : ok(lists.customers(query, companies))
    }
    const customer = store.customers.get(id)
    if (!customer || !companies.includes(customer.company_id)) return NOTHING
    if (part === undefined && method === 'GET') return ok(customer)
    if (part === undefined && method === 'PUT') return writes.updateCustomer(customer, body())
    if (part === 'addresses' && method === 'POST') return writes.createAddress(customer, body())
    if (part === 'addresses' && partId) return found(customer.addresses.find((address) => address.id === partId))
    // There is neither a DELETE of customers nor anything for their notes.
    return part === 'addresses' && method === 'GET' ? ok(pageJson('addresses', customer.addresses, query)) : NOTHING
  }

  return (request: DoubleRequest, company: Company, companies: string[]): DoubleAnswer => {
    const { method, query } = request
    const [root, ...parts] = request.path.split('/').slice(1).map(decodeURIComponent)
    const [first, second] = parts
    if (root === 'jobs') return jobs(request, company, companies, parts)
    if (root === 'customers') return customers(request, company, companies, parts)
    if (method !== 'GET') return NOTHING
    if (root === 'employees' && !first) return ok(lists.employees(query, companies))
    if (root === 'estimates')
      return first
        ? found(shown(store.estimates, first, (one) => estimateJson(store, one)))
        : ok(lists.estimates(query, companies))
    if (root === 'leads')
      return first ? found(shown(store.leads, first, (one) => leadJson(store, one))) : ok(lists.leads(query, companies))
    if (root === 'invoices' && !first) return ok(lists.invoices(query, companies))
    if (root === 'api' && first === 'invoices' && second) return found(shown(store.invoices, second, invoiceJson))
    if (root === 'company' && !first) return ok(company)
    if (root === 'tags' && !first) return ok(pageJson('tags', store.tags, query))
    if (root === 'job_fields' && first === 'job_types') return ok(pageJson('job_types', store.jobTypes, query))
    return NOTHING
  }
}

function shown<T>(all: Map<string, T>, id: string, show: (record: T) => object): object | undefined {
  const record = all.get(id)
  return record === undefined ? undefined : show(record)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
