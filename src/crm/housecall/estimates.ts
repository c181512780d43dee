import type { z } from 'zod'
import type { CallOptions, HousecallAccount } from './account.ts'
import { addressSchema, customerSchema } from './customers.ts'
import { employeeSchema } from './employees.ts'
import { cents, id, instant, list, part, text, texts } from './fields.ts'
import { jobNoteSchema } from './job-parts.ts'
import { readRecord } from './lenient.ts'
import { type PageOptions, pagesOf } from './pages.ts'

/** `approval_status` is one of `approved`, `declined`, `pro approved`, `pro declined`, `awaiting response`, `expired`. */
export const estimateOptionSchema = part({
  id: id,
  name: text,
  option_number: text,
  total_amount: cents,
  approval_status: text,
  status: text,
  notes: list(jobNoteSchema),
  tags: texts,
  created_at: instant,
  updated_at: instant,
})

/** Whether it was approved is said by each option, not by the estimate. */
export const estimateSchema = part({
  id: id,
  estimate_number: text,
  work_status: text,
  lead_source: text,
  customer: customerSchema.nullish(),
  address: addressSchema.nullish(),
  assigned_employees: list(employeeSchema),
  schedule: part({ scheduled_start: instant, scheduled_end: instant }).nullish(),
  options: list(estimateOptionSchema),
  company_id: text,
  created_at: instant,
  updated_at: instant,
})
export type HousecallEstimate = z.output<typeof estimateSchema>

export interface EstimateFilters {
  customerId?: string
  sortBy?: 'created_at' | 'updated_at' | 'id'
  sortDirection?: 'asc' | 'desc'
}

/** Estimates with their options. Throws HousecallError. */
export const estimatesOf = (account: HousecallAccount) => ({
  pages: ({ customerId, sortBy, sortDirection }: EstimateFilters = {}, options?: PageOptions) => {
    const query = { customer_id: customerId, sort_by: sortBy, sort_direction: sortDirection }
    const listing = { call: 'estimates.list', path: '/estimates', key: 'estimates', schema: estimateSchema, query }
    return pagesOf(account, listing, options)
  },
  async get(estimateId: string, options?: CallOptions) {
    const path = `/estimates/${encodeURIComponent(estimateId)}`
    const request = { call: 'estimates.get', method: 'GET', path } as const
    return readRecord(estimateSchema, await account.call(request, options), request.call, account.onMismatch)
  },
})
