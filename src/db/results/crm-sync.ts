import { z } from 'zod'

const moment = z.iso.datetime()
const count = z.number().int()

/** One request to HousecallPro, as Postgres asks for it. */
export const syncRequestSchema = z.object({
  action: z.literal('fetch'),
  claimId: z.uuid(),
  kind: z.enum(['customer', 'lookup', 'poll', 'active', 'full', 'reconcile']),
  /** empty for the account that the environment names */
  companyId: z.string(),
  accountState: z.enum(['closed', 'open', 'half_open', 'unauthorised']),
  step: count,
  resource: z.enum([
    'employees',
    'customers',
    'jobs',
    'estimates',
    'leads',
    'invoices',
    'paid_invoices',
    'customer',
    'customer_jobs',
    'customer_search',
    'job',
    'line_items',
  ]),
  externalId: z.string().optional(),
  page: count.optional(),
  pageSize: count.optional(),
  /** the page that follows, when it is as good as sure that it is wanted next */
  nextPage: count.optional(),
  sortBy: z.enum(['created_at', 'updated_at']).optional(),
  sortDirection: z.enum(['asc', 'desc']).optional(),
  since: moment.optional(),
  /** of a search */
  type: z.enum(['phone', 'email']).optional(),
  value: z.string().optional(),
})

/** What a run does next. */
const syncStep = z.discriminatedUnion('action', [
  syncRequestSchema,
  z.object({ action: z.literal('wait'), reason: z.string(), until: moment }),
  z.object({
    action: z.literal('none'),
    /** lost: the claim is another's */
    state: z.enum(['queued', 'running', 'paused', 'done', 'failed', 'stopped', 'lost']),
  }),
])

/** A reading of HousecallPro as people see it. */
export const crmSyncSchema = z.object({
  id: z.uuid(),
  kind: syncRequestSchema.shape.kind,
  state: z.enum(['queued', 'running', 'paused', 'done', 'failed', 'stopped']),
  companyId: z.string().nullable(),
  customerId: z.uuid().nullable(),
  housecallProId: z.string().nullable(),
  pauseReason: z.string().nullable(),
  resumeAt: moment.nullable(),
  /** 0 to 1 */
  progress: z.number().min(0).max(1),
  current: z.object({ resource: z.string(), page: count, totalPages: count.nullable() }).nullable(),
  /** pages and single records still to be read, as far as is known */
  stepsLeft: count,
  requests: count,
  counts: z.record(z.string(), count),
  failures: count,
  /** of a search for who is writing */
  outcome: z.enum(['linked', 'not_found', 'ambiguous']).nullable(),
  error: z.string().nullable(),
  requestedBy: z.string(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
})

/** The results of the functions about reading HousecallPro. */
export const crmSyncResults = {
  claim_sync_step: syncStep,
  record_sync_page: syncStep,
  record_sync_failure: syncStep,
  start_crm_sync: crmSyncSchema,
  start_customer_sync: crmSyncSchema,
  get_crm_sync: crmSyncSchema,
  list_crm_syncs: crmSyncSchema,
  prepare_crm_lookup: z.object({ runId: z.uuid(), patienceMs: count }).nullable(),
} satisfies Record<string, z.ZodType>
