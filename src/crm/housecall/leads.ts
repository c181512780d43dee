import type { z } from 'zod'
import type { CallOptions, HousecallAccount } from './account.ts'
import { addressSchema, customerSchema } from './customers.ts'
import { cents, count, id, instant, list, part, text } from './fields.ts'
import { readRecord } from './lenient.ts'
import { type PageOptions, pagesOf } from './pages.ts'

/** `status` is lost, open or won; `conversions` name what became of it. */
export const leadSchema = part({
  id: id,
  number: count,
  status: text,
  pipeline_status: text,
  lead_source: text,
  customer: customerSchema.nullish(),
  address: addressSchema.nullish(),
  conversions: list(part({ id: text, type: text })),
  total_amount: cents,
  lost_at: instant,
  created_at: instant,
  updated_at: instant,
})
export type HousecallLead = z.output<typeof leadSchema>

/** Leads. Throws HousecallError. */
export const leadsOf = (account: HousecallAccount) => ({
  pages: (options?: PageOptions) =>
    pagesOf(account, { call: 'leads.list', path: '/leads', key: 'leads', schema: leadSchema }, options),
  async get(leadId: string, options?: CallOptions) {
    const request = { call: 'leads.get', method: 'GET', path: `/leads/${encodeURIComponent(leadId)}` } as const
    return readRecord(leadSchema, await account.call(request, options), request.call, account.onMismatch)
  },
})
