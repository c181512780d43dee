import type { z } from 'zod'
import type { CallOptions, HousecallAccount } from './account.ts'
import { cents, id, instant, list, part, quantity, text } from './fields.ts'
import { readRecord } from './lenient.ts'
import { type PageOptions, pagesOf } from './pages.ts'

/** Amounts in cents; a payment that was given back has a negative one. `service_date` and `invoice_date` may be dates only. */
export const invoiceSchema = part({
  id: id,
  job_id: text,
  status: text,
  invoice_number: text,
  amount: cents,
  subtotal: cents,
  due_amount: cents,
  due_at: instant,
  paid_at: instant,
  sent_at: instant,
  service_date: text,
  invoice_date: text,
  items: list(
    part({
      name: text,
      unit_cost: cents,
      unit_price: cents,
      qty_in_hundredths: quantity,
      amount: cents,
      type: text,
    }),
  ),
  taxes: list(part({ name: text, rate: text, amount: cents })),
  discounts: list(part({ name: text, amount: cents })),
  payments: list(
    part({
      status: text,
      payment_method: text,
      amount: cents,
      note: text,
      paid_at: instant,
      category: text,
    }),
  ),
})
export type HousecallInvoice = z.output<typeof invoiceSchema>

export type InvoiceStatus = 'open' | 'pending_payment' | 'paid' | 'voided' | 'uncollectible' | 'canceled'

export interface InvoiceFilters {
  status?: InvoiceStatus
  customerId?: string
  createdAtMin?: Date
  createdAtMax?: Date
  paidAtMin?: Date
  paidAtMax?: Date
}

/** Invoices. Throws HousecallError. */
export const invoicesOf = (account: HousecallAccount) => ({
  pages: (filters: InvoiceFilters = {}, options?: PageOptions) => {
    const query = {
      status: filters.status,
      customer_uuid: filters.customerId,
      created_at_min: filters.createdAtMin,
      created_at_max: filters.createdAtMax,
      paid_at_min: filters.paidAtMin,
      paid_at_max: filters.paidAtMax,
    }
    const listing = { call: 'invoices.list', path: '/invoices', key: 'invoices', schema: invoiceSchema, query }
    return pagesOf(account, listing, options)
  },
  async get(invoiceId: string, options?: CallOptions) {
    const path = `/api/invoices/${encodeURIComponent(invoiceId)}`
    const request = { call: 'invoices.get', method: 'GET', path } as const
    return readRecord(invoiceSchema, await account.call(request, options), request.call, account.onMismatch)
  },
})
