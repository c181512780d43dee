import { subtotalOf } from './housecall-json.ts'
import { stamped } from './housecall-records.ts'
import type { Customer, Estimate, Invoice, Job, Lead } from './housecall-shapes.ts'
import type { HousecallStore } from './housecall-store.ts'
import type { Chance } from './seeded.ts'

/** What is offered and billed around the jobs of a generated business. */

export function addInvoice(store: HousecallStore, chance: Chance, job: Job): Invoice {
  const amount = subtotalOf(job)
  const isPaid = chance.happens(0.9)
  const at = job.work_timestamps.completed_at ?? job.created_at
  const invoice: Invoice = {
    ...stamped(store, 'invoice'),
    job_id: job.id,
    status: isPaid ? 'paid' : 'open',
    invoice_number: job.invoice_number,
    amount,
    subtotal: amount,
    due_amount: isPaid ? 0 : amount,
    due_at: at,
    due_concept: 'upon_receipt',
    display_due_concept: 'Upon receipt',
    paid_at: isPaid ? at : null,
    sent_at: at,
    service_date: at,
    invoice_date: at,
    items: job.line_items.map((item) => ({
      name: item.name,
      unit_cost: item.unit_cost,
      unit_price: item.unit_price,
      qty_in_hundredths: Math.round(item.quantity * 100),
      amount: item.amount,
      type: item.kind,
    })),
    taxes: [],
    discounts: [],
    payments: isPaid
      ? [{ status: 'succeeded', payment_method: 'credit_card', amount, note: null, paid_at: at, category: 'payment' }]
      : [],
    created_at: at,
    updated_at: at,
  }
  job.outstanding_balance = invoice.due_amount
  store.invoices.set(invoice.id, invoice)
  return invoice
}

export function addEstimate(store: HousecallStore, chance: Chance, job: Job): Estimate {
  const at = job.created_at
  const option = (index: number, total_amount: number) => ({
    id: store.newId('est'),
    name: `Option ${index}`,
    option_number: `${job.invoice_number}-${index}`,
    total_amount,
    approval_status: chance.pick([
      'approved',
      'declined',
      'awaiting response',
      'pro approved',
      'expired',
      null,
    ] as const),
    status: 'submitted for signoff',
    notes: [],
    tags: [],
    created_at: at,
    updated_at: at,
  })
  const estimate: Estimate = {
    ...stamped(store, 'csr'),
    estimate_number: job.invoice_number,
    work_status: 'complete unrated',
    lead_source: job.lead_source,
    customer_id: job.customer_id,
    address_id: job.address_id,
    employee_ids: job.employee_ids,
    schedule: { scheduled_start: at, scheduled_end: null },
    options: [option(1, subtotalOf(job)), option(2, subtotalOf(job) * 2)],
    created_at: at,
    updated_at: at,
  }
  job.original_estimate_id = estimate.id
  job.original_estimate_uuids = [store.newUuid()]
  store.estimates.set(estimate.id, estimate)
  return estimate
}

export function addLead(store: HousecallStore, chance: Chance, customer: Customer): Lead {
  const status = chance.pick(['open', 'lost', 'won'] as const)
  const lead: Lead = {
    ...stamped(store, 'lea'),
    number: store.leads.size + 1,
    status,
    pipeline_status: status === 'open' ? 'New lead' : status,
    customer_id: customer.id,
    lead_source: customer.lead_source,
    conversions: status === 'won' ? [{ id: store.newId('job'), type: 'job' }] : [],
    total_amount: 0,
    lost_at: status === 'lost' ? customer.updated_at : null,
    created_at: customer.created_at,
    updated_at: customer.updated_at,
  }
  store.leads.set(lead.id, lead)
  return lead
}
