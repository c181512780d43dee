import type { z } from 'zod'
import type { CallOptions, HousecallAccount } from './account.ts'
import { flag, id, instant, list, part, text, texts } from './fields.ts'
import { readCreated, readRecord } from './lenient.ts'
import { type PageOptions, pagesOf } from './pages.ts'

/** `id` is null in some webhooks. */
export const addressSchema = part({
  id: text,
  type: text,
  street: text,
  street_line_2: text,
  city: text,
  state: text,
  zip: text,
  country: text,
  latitude: text,
  longitude: text,
})
export type HousecallAddress = z.output<typeof addressSchema>

/** `notes` is one text; phones are mostly ten digits without a plus. Embedded in a job it has no `addresses`. */
export const customerSchema = part({
  id: id,
  first_name: text,
  last_name: text,
  email: text,
  mobile_number: text,
  home_number: text,
  work_number: text,
  company: text,
  kind: text,
  notifications_enabled: flag,
  lead_source: text,
  notes: text,
  tags: texts,
  addresses: list(addressSchema),
  company_name: text,
  company_id: text,
  created_at: instant,
  updated_at: instant,
})
export type HousecallCustomer = z.output<typeof customerSchema>

export interface CustomerFilters {
  /** matches name, e-mail, mobile number and address, loosely: compare what comes back. See searchTermOf for phones */
  q?: string
  sortBy?: 'created_at' | 'updated_at'
  sortDirection?: 'asc' | 'desc'
  locationIds?: readonly string[]
}

export interface AddressInput {
  type?: 'billing' | 'service'
  street?: string
  street_line_2?: string
  city?: string
  state?: string
  zip?: string
  country?: string
}

/** What is left out of an update stays; `notes` and `tags` are replaced whole. */
export interface CustomerInput {
  first_name?: string
  last_name?: string
  email?: string
  mobile_number?: string
  home_number?: string
  work_number?: string
  company?: string
  notifications_enabled?: boolean
  lead_source?: string
  notes?: string
  tags?: readonly string[]
  /** of a new customer */
  addresses?: readonly AddressInput[]
}

/** Customers and their addresses. Each throws HousecallError. */
export function customersOf(account: HousecallAccount) {
  const read = (body: unknown, call: string) => readRecord(customerSchema, body, call, account.onMismatch)
  const pathOf = (customerId: string) => `/customers/${encodeURIComponent(customerId)}`
  return {
    pages: (filters: CustomerFilters = {}, options?: PageOptions) => {
      const { q, sortBy, sortDirection, locationIds } = filters
      const query = { q, sort_by: sortBy, sort_direction: sortDirection, location_ids: locationIds }
      const listing = { call: 'customers.list', path: '/customers', key: 'customers', schema: customerSchema, query }
      return pagesOf(account, listing, options)
    },
    async get(customerId: string, options?: CallOptions) {
      const request = { call: 'customers.get', method: 'GET', path: pathOf(customerId) } as const
      return read(await account.call(request, options), request.call)
    },
    async create(body: CustomerInput, options?: CallOptions) {
      const request = { call: 'customers.create', method: 'POST', path: '/customers', body } as const
      return readCreated(customerSchema, await account.call(request, options), request.call, account.onMismatch)
    },
    /**
     * There is no condition on what is replaced: a repetition after a lost answer may undo what somebody wrote meanwhile, so
     * who merges into `notes` or `tags` gives `attempts: 1` and reads again.
     */
    async update(customerId: string, body: CustomerInput, options?: CallOptions) {
      const request = { call: 'customers.update', method: 'PUT', path: pathOf(customerId), body } as const
      return read(await account.call(request, options), request.call)
    },
    addressPages: (customerId: string, options?: PageOptions) => {
      const path = `${pathOf(customerId)}/addresses`
      return pagesOf(account, { call: 'customers.addresses', path, key: 'addresses', schema: addressSchema }, options)
    },
    async createAddress(customerId: string, body: AddressInput, options?: CallOptions) {
      const path = `${pathOf(customerId)}/addresses`
      const request = { call: 'customers.createAddress', method: 'POST', path, body } as const
      return readCreated(addressSchema, await account.call(request, options), request.call, account.onMismatch)
    },
  }
}

/** What to search customers for to find a telephone number: HousecallPro keeps US numbers as ten digits. */
export const searchTermOf = (e164: string): string => e164.replace(/^\+1(?=\d{10}$)|^\+/, '')
