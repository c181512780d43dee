import { z } from 'zod'

const moment = z.iso.datetime()
const count = z.number().int().min(0)
const jobType = z.enum(['embeddings', 'insights', 'memory_compression', 'profile_enrichment'])
const status = z.enum(['pending', 'submitted', 'processing', 'completed', 'failed', 'expired', 'cancelled'])

const work = { claimId: z.guid(), batchId: z.guid(), jobType, schema: z.string().nullable() }

/** What `ai.next_batch_step` says is to be done. */
export const batchStepSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('upload'), ...work }),
  z.object({
    action: z.literal('create'),
    inputFileId: z.string(),
    endpoint: z.enum(['/v1/embeddings', '/v1/responses']),
    outputSecondsKept: count,
    ...work,
  }),
  /** it was perhaps created: to be looked for */
  z.object({ action: z.literal('find'), since: moment, ...work }),
  z.object({ action: z.literal('poll'), openaiBatchId: z.string(), ...work }),
  z.object({ action: z.literal('cancel'), openaiBatchId: z.string(), ...work }),
  z.object({
    action: z.literal('ingest'),
    file: z.enum(['output', 'error']),
    fileId: z.string(),
    offset: count,
    ...work,
  }),
  z.object({ action: z.literal('delete_files'), fileIds: z.array(z.string()), ...work }),
  z.object({ action: z.literal('wait'), reason: z.string() }),
  z.object({ action: z.literal('none'), status }),
])
export type BatchStep = z.output<typeof batchStepSchema>

/** A batch as people see it. */
export const batchSchema = z.object({
  id: z.guid(),
  jobType,
  status,
  openaiStatus: z.string().nullable(),
  openaiBatchId: z.string().nullable(),
  model: z.string(),
  totalRequests: count,
  completedRequests: count,
  failedRequests: count,
  droppedRequests: count,
  inputTokens: count,
  outputTokens: count,
  /** US dollars */
  costUsd: z.string(),
  savingsUsd: z.string(),
  unpricedRequests: count,
  isCancelRequested: z.boolean(),
  requestedBy: z.string(),
  createdAt: moment,
  submittedAt: moment.nullable(),
  polledAt: moment.nullable(),
  expiresAt: moment.nullable(),
  completedAt: moment.nullable(),
  error: z.string().nullable(),
})

/** The results of the functions about batches. */
export const batchResults = {
  claim_batch: batchStepSchema,
  record_batch_upload: batchStepSchema,
  record_batch_state: batchStepSchema,
  record_batch_failure: batchStepSchema,
  record_batch_cleanup: batchStepSchema,
  ingest_batch_lines: batchStepSchema,
  cancel_batch: batchSchema,
  get_batch: batchSchema,
  list_batches: batchSchema,
  read_batch_lines: z.object({ customId: z.string(), line: z.string().nullable() }),
  resolve_batch_event: z.enum(['woken', 'duplicate', 'unknown']),
} satisfies Record<string, z.ZodType>
