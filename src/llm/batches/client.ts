import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { z } from 'zod'
import type { SdkErrors } from '../model-errors.ts'
import { badResponse, bounded, safeCode } from '../model-errors.ts'
import { multipartFile } from './multipart.ts'

const SDK: SdkErrors = { APIError, APIConnectionError, APIConnectionTimeoutError }

const CALL_MS = 60_000
/** 200 MB over a slow line */
const TRANSFER_MS = 60 * 60_000
/** A file that nobody deletes, because its batch was never recorded, is gone by then. */
const FILE_SECONDS_KEPT = 7 * 24 * 3600
const PAGE = 100

const status = z.enum([
  'validating',
  'failed',
  'in_progress',
  'finalizing',
  'completed',
  'expired',
  'cancelling',
  'cancelled',
])

/** The part of a Batch object that is used; further fields are ignored. */
const batchSchema = z.object({
  id: z.string().min(1),
  status,
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  expires_at: z.number().nullish(),
  created_at: z.number(),
  metadata: z.record(z.string(), z.string()).nullish(),
  errors: z
    .object({ data: z.array(z.object({ code: z.string().nullish(), line: z.number().nullish() })).nullish() })
    .nullish(),
})

/** What OpenAI says of a batch, as `api.record_batch_state` takes it. */
export interface BatchState {
  id: string
  status: z.output<typeof status>
  outputFileId: string | null
  errorFileId: string | null
  expiresAt: string | null
  /** codes and lines of what is wrong with the batch as a whole; never OpenAI's words, which may quote the input */
  error: string | null
}

export interface CreateBatch {
  batchId: string
  inputFileId: string
  endpoint: '/v1/embeddings' | '/v1/responses'
  outputSecondsKept: number
}

/** OpenAI's files and batches. Every method throws ModelError and nothing else, is tried once and keeps to the signal. */
export interface BatchClient {
  /** Deletes what an earlier attempt left, then uploads; the lines are read as they are sent. Returns the file's id. */
  upload(batchId: string, lines: AsyncIterable<string>, signal: AbortSignal): Promise<string>
  create(request: CreateBatch, signal: AbortSignal): Promise<BatchState>
  /** The batch that was created for ours, if any, however it was left; `since`: when ours was made. */
  find(batchId: string, since: Date, signal: AbortSignal): Promise<BatchState | null>
  get(openaiBatchId: string, signal: AbortSignal): Promise<BatchState>
  cancel(openaiBatchId: string, signal: AbortSignal): Promise<BatchState>
  /** the bytes of a file as they arrive */
  read(fileId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  /** a file that is not there is deleted as well */
  deleteFile(fileId: string, signal: AbortSignal): Promise<void>
}

/** @param options.baseUrl with the version path, e.g. `https://api.openai.com/v1` */
export function createBatchClient(options: { apiKey: string; baseUrl: string }): BatchClient {
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
  })
  const call = <T>(
    signal: AbortSignal,
    run: (bounds: { signal: AbortSignal; timeout: number }) => Promise<T>,
    ms = CALL_MS,
  ) => bounded('openai', SDK, { timeoutMs: ms, signal }, run)
  const stateOf = (answer: unknown): BatchState => describe(parse(batchSchema, answer))

  const deleteFile: BatchClient['deleteFile'] = (fileId, signal) =>
    call(signal, async (bounds) => {
      await client.files.delete(fileId, bounds).catch((error: unknown) => {
        if (!(error instanceof APIError && error.status === 404)) throw error
      })
    })

  return {
    async upload(batchId, lines, signal) {
      const filename = `rapport-${batchId}.jsonl`
      const orphans = await call(signal, async (bounds) => {
        const found: string[] = []
        for await (const file of client.files.list({ purpose: 'batch', limit: PAGE }, bounds)) {
          if (file.filename === filename) found.push(file.id)
        }
        return found
      })
      for (const orphan of orphans) await deleteFile(orphan, signal)
      const { body, contentType } = multipartFile(filename, lines, {
        purpose: 'batch',
        'expires_after[anchor]': 'created_at',
        'expires_after[seconds]': String(FILE_SECONDS_KEPT),
      })
      return call(
        signal,
        async (bounds) => {
          const answer = await client.post('/files', { ...bounds, body, headers: { 'content-type': contentType } })
          return parse(z.object({ id: z.string().min(1) }), answer).id
        },
        TRANSFER_MS,
      )
    },
    create: ({ batchId, inputFileId, endpoint, outputSecondsKept }, signal) =>
      call(signal, async (bounds) =>
        stateOf(
          await client.batches.create(
            {
              input_file_id: inputFileId,
              endpoint,
              completion_window: '24h',
              metadata: { rapport_batch_id: batchId },
              output_expires_after: { anchor: 'created_at', seconds: outputSecondsKept },
            },
            bounds,
          ),
        ),
      ),
    find: (batchId, since, signal) =>
      call(signal, async (bounds) => {
        // Newest first; clocks differ a little.
        const oldest = since.getTime() / 1000 - 3600
        for await (const answer of client.batches.list({ limit: PAGE }, bounds)) {
          const batch = parse(batchSchema, answer)
          if (batch.metadata?.rapport_batch_id === batchId) return describe(batch)
          if (batch.created_at < oldest) return null
        }
        return null
      }),
    get: (id, signal) => call(signal, async (bounds) => stateOf(await client.batches.retrieve(id, bounds))),
    cancel: (id, signal) => call(signal, async (bounds) => stateOf(await client.batches.cancel(id, bounds))),
    // Not bounded as a whole: the reader has a bound for each piece.
    read: async (fileId, signal) => {
      const answer = await bounded('openai', SDK, { timeoutMs: CALL_MS, signal }, async ({ timeout }) =>
        client.files.content(fileId, { signal, timeout }),
      )
      if (!answer.body) throw badResponse('openai')
      return answer.body as ReadableStream<Uint8Array>
    },
    deleteFile,
  }
}

function describe(batch: z.output<typeof batchSchema>): BatchState {
  const errors = (batch.errors?.data ?? []).map(
    ({ code, line }) => `${safeCode(code) ?? 'error'}${line ? ` (line ${line})` : ''}`,
  )
  return {
    id: batch.id,
    status: batch.status,
    outputFileId: batch.output_file_id ?? null,
    errorFileId: batch.error_file_id ?? null,
    expiresAt: batch.expires_at ? new Date(batch.expires_at * 1000).toISOString() : null,
    error: errors.length > 0 ? errors.slice(0, 10).join(', ') : null,
  }
}

function parse<T extends z.ZodType>(schema: T, answer: unknown): z.output<T> {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw badResponse('openai')
  return parsed.data
}
