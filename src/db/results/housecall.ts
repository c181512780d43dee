import { z } from 'zod'

const count = z.int().nonnegative()
/** A record that could not be taken in: where it stood in the batch, and which fields are wrong, without their values. */
const problem = z.object({ index: z.int(), id: z.string().nullable(), reason: z.string() })
const written = z.object({ received: count, written: count, erased: count, problems: z.array(problem) })

const processed = z.object({
  resource: z.string().nullable(),
  outcomes: z.record(z.string(), count),
  failures: z.array(z.object({ eventId: z.guid(), name: z.string(), code: z.string(), reason: z.string().nullable() })),
})

/** What the functions answer that take in HousecallPro's records. */
export const housecallResults = {
  receive_housecall_event: z.object({
    outcome: z.enum(['stored', 'duplicate', 'erased', 'unrouted']),
    eventId: z.guid().nullable(),
    name: z.string(),
    isKnown: z.boolean(),
  }),
  process_crm_inbox: processed,
  process_housecall_event: processed,
  derive_findings: z.object({
    jobs: count,
    findings: count,
    unreadable: z.array(z.object({ jobId: z.guid(), code: z.string() })),
  }),
  delete_housecall_records: count,
  verify_crm_totals: z.object({
    customers: count,
    addresses: count,
    wrongCustomers: count,
    wrongAddresses: count,
    isRepaired: z.boolean(),
    shown: z.array(z.record(z.string(), z.json())),
  }),
  ingest_housecall_customers: z.object({
    received: count,
    created: count,
    linked: count,
    known: count,
    changed: count,
    older: count,
    erased: count,
    proposed: count,
    problems: z.array(problem),
    warnings: z.array(z.object({ index: z.int(), id: z.string(), fields: z.array(z.string()) })),
  }),
  ingest_housecall_jobs: z.object({
    received: count,
    created: count,
    updated: count,
    untouched: count,
    customersCreated: count,
    erased: count,
    problems: z.array(problem),
  }),
  ingest_housecall_line_items: z.object({ received: count, known: count, changed: count }),
  ingest_housecall_estimates: written,
  ingest_housecall_leads: written,
  ingest_housecall_invoices: written,
  ingest_housecall_appointments: written,
  ingest_housecall_employees: written,
}
