import type { z } from 'zod'
import type { syncRequestSchema } from '../../db/results/crm-sync.ts'
import type { CallOptions, HousecallClient } from '../housecall/client.ts'
import { searchTermOf } from '../housecall/customers.ts'
import { itemsOf, type Page } from '../housecall/pages.ts'

export type SyncRequest = z.infer<typeof syncRequestSchema>

/** What a request brought: records as HousecallPro sent them; `page` of a list. */
export interface Fetched {
  rows: object[]
  page: { page: number; totalPages: number | null; totalItems: number | null } | null
}

/**
 * Makes one request that Postgres asked for.
 * @throws HousecallError
 */
export async function fetchPage(client: HousecallClient, request: SyncRequest, signal: AbortSignal): Promise<Fetched> {
  const { kind, resource, externalId = '', page = 1, pageSize = 100, sortBy, sortDirection, since } = request
  const isBulk = kind === 'active' || kind === 'full' || kind === 'reconcile'
  const options: CallOptions = { signal, priority: isBulk ? 'bulk' : 'interactive' }
  const paging = { ...options, fromPage: page, pageSize }
  const sort = { sortBy, sortDirection }
  switch (resource) {
    case 'customer':
      return { rows: [await customerWithAddresses(client, externalId, options)], page: null }
    case 'job':
      return { rows: [await client.jobs.get(externalId, { ...options, expand: ['appointments'] })], page: null }
    case 'line_items':
      return { rows: await client.jobs.lineItems(externalId, options), page: null }
    case 'customer_search':
      return one(client.customers.pages({ q: searchTerm(request) }, paging))
    case 'customer_jobs':
      return one(client.jobs.pages({ customerId: externalId, expand: ['appointments'], ...sort }, paging))
    case 'customers':
      return one(client.customers.pages(sort, paging))
    case 'jobs':
      return one(client.jobs.pages({ expand: ['appointments'], ...sort }, paging))
    case 'estimates':
      return one(client.estimates.pages(sort, paging))
    case 'employees':
      return one(client.employees.pages(paging))
    case 'leads':
      return one(client.leads.pages(paging))
    case 'invoices':
      return one(client.invoices.pages(since ? { createdAtMin: new Date(since) } : {}, paging))
    case 'paid_invoices':
      return one(client.invoices.pages(since ? { paidAtMin: new Date(since) } : {}, paging))
  }
}

/** The list of a customer's addresses is the whole one, however many a record carries along. */
async function customerWithAddresses(client: HousecallClient, customerId: string, options: CallOptions) {
  const customer = await client.customers.get(customerId, options)
  const addresses = await Array.fromAsync(itemsOf(client.customers.addressPages(customerId, options)))
  return { ...customer, addresses }
}

const searchTerm = ({ type, value = '' }: SyncRequest) => (type === 'phone' ? searchTermOf(value) : value)

async function one<Item extends object>(pages: AsyncGenerator<Page<Item>, void, void>): Promise<Fetched> {
  const { value } = await pages.next()
  await pages.return()
  if (!value) return { rows: [], page: null }
  const { items, page, totalPages, totalItems } = value
  return { rows: items, page: { page, totalPages, totalItems } }
}
