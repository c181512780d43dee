import type { z } from 'zod'
import type { CallOptions, HousecallAccount } from './account.ts'
import { id, part, text } from './fields.ts'
import { jobTypeSchema, tagSchema } from './job-parts.ts'
import { readRecord } from './lenient.ts'
import { type PageOptions, pagesOf } from './pages.ts'

/** `id` is what webhooks call `company_id`. */
export const companySchema = part({
  id: id,
  name: text,
  phone_number: text,
  support_email: text,
  time_zone: text,
})
export type HousecallCompany = z.output<typeof companySchema>

/** The company a key belongs to, and its own lists of words. Each throws HousecallError. */
export const companyOf = (account: HousecallAccount) => ({
  /** The cheapest call there is: it also tells whether the key is good. */
  async get(options?: CallOptions) {
    const request = { call: 'company.get', method: 'GET', path: '/company' } as const
    return readRecord(companySchema, await account.call(request, options), request.call, account.onMismatch)
  },
  tagPages: (options?: PageOptions) =>
    pagesOf(account, { call: 'company.tags', path: '/tags', key: 'tags', schema: tagSchema }, options),
  jobTypePages: (options?: PageOptions) => {
    const path = '/job_fields/job_types'
    return pagesOf(account, { call: 'company.jobTypes', path, key: 'job_types', schema: jobTypeSchema }, options)
  },
})
