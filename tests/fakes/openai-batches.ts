import type { DoubleReply, DoubleRequest } from './http-double.ts'
import { parseForm } from './multipart-form.ts'
import { type BatchAnswer, checkInput, createBatchSchema, runLines } from './openai-batch-lines.ts'
import { signedOpenAiEvent } from './openai-webhooks.ts'

type Status =
  | 'validating'
  | 'failed'
  | 'in_progress'
  | 'finalizing'
  | 'completed'
  | 'expired'
  | 'cancelling'
  | 'cancelled'

export interface DoubleFile {
  id: string
  filename: string
  purpose: 'batch' | 'batch_output'
  content: string
}

export interface DoubleBatch {
  id: string
  status: Status
  endpoint: string
  inputFileId: string
  metadata: Record<string, string> | null
  createdAt: number
  outputFileId: string | null
  errorFileId: string | null
  errors: { code: string; line: number | null; message: string }[]
}

/** What becomes of the next request of a kind: the action is done and its answer lost, refused, or never begun. */
export type BatchMishap = 'answer_lost' | 'drop' | { status: number; code?: string }

export interface OpenAiBatches {
  files: Map<string, DoubleFile>
  batches: Map<string, DoubleBatch>
  /** how a request of a batch is answered; everything, well, when left out */
  answer(how: BatchAnswer): void
  /** ends a batch: with what was answered by then, as that status */
  settle(id: string, status: 'completed' | 'expired' | 'cancelled'): void
  /** from now on each look at a batch finds it one status further, up to completed */
  advanceWhenPolled(): void
  /** from now on there is no such model */
  retire(model: string): void
  /** for the next requests of a kind, one each */
  mishap(route: 'upload' | 'create' | 'get' | 'content' | 'cancel', ...mishaps: BatchMishap[]): void
  /** the lines of a batch's input file */
  input(id: string): { custom_id: string; url: string; body: Record<string, unknown> }[]
  /** headers and body of the webhook that tells of a batch */
  event(id: string, secret: string, at?: Date, eventId?: string): { headers: Record<string, string>; body: string }
}

type Fail = (status: number, facts: { code?: string; message?: string; param?: string }) => DoubleReply

/** OpenAI's files and batches: what `startOpenAiDouble` serves beside `/v1/responses`. `handle` answers null for other paths. */
export function createOpenAiBatches(offered: readonly string[], fail: Fail) {
  let models = [...offered]
  const files = new Map<string, DoubleFile>()
  const batches = new Map<string, DoubleBatch>()
  const mishaps = new Map<string, BatchMishap[]>()
  let how: BatchAnswer = () => 'ok'
  let advances = false
  // Ids are unique over all accounts.
  const account = crypto.randomUUID().slice(0, 8)
  let serial = 0

  const keep = (filename: string, purpose: DoubleFile['purpose'], content: string): DoubleFile => {
    const file: DoubleFile = { id: `file-${account}${++serial}`, filename, purpose, content }
    files.set(file.id, file)
    return file
  }

  const upload = (request: DoubleRequest): DoubleReply => {
    const form = parseForm(request)
    if (!form?.file) return fail(400, { message: 'no file', param: 'file' })
    if (form.fields.purpose !== 'batch') return fail(400, { message: 'purpose', param: 'purpose' })
    if (!form.file.filename.endsWith('.jsonl')) return fail(400, { message: 'not .jsonl', param: 'file' })
    if (form.file.content === '') return fail(400, { code: 'empty_file', message: 'empty', param: 'file' })
    if (Buffer.byteLength(form.file.content) > 200 * 1024 * 1024) return fail(413, { message: 'too large' })
    return ok(fileBody(keep(form.file.filename, 'batch', form.file.content)))
  }

  const create = (request: DoubleRequest): DoubleReply => {
    const parsed = createBatchSchema.safeParse(parseJson(request.body))
    if (!parsed.success)
      return fail(400, { message: 'a parameter is wrong', param: parsed.error.issues[0]?.path.join('.') })
    const file = files.get(parsed.data.input_file_id)
    if (file?.purpose !== 'batch') return fail(400, { message: 'no such file', param: 'input_file_id' })
    const { endpoint, metadata = null } = parsed.data
    const batch: DoubleBatch = {
      id: `batch_${account}${++serial}`,
      status: 'validating',
      endpoint,
      inputFileId: file.id,
      metadata,
      createdAt: Math.floor(Date.now() / 1000),
      outputFileId: null,
      errorFileId: null,
      errors: checkInput(file.content, endpoint, models),
    }
    batches.set(batch.id, batch)
    return ok(batchBody(batch))
  }

  const settle = (batch: DoubleBatch, status: 'completed' | 'expired' | 'cancelled') => {
    const { output, errors } = runLines(files.get(batch.inputFileId)?.content ?? '', batch.endpoint, how, status)
    batch.outputFileId = output ? keep(`${batch.id}_output.jsonl`, 'batch_output', output).id : null
    batch.errorFileId = errors ? keep(`${batch.id}_error.jsonl`, 'batch_output', errors).id : null
    batch.status = status
  }
  const look = (batch: DoubleBatch) => {
    if (batch.status === 'validating' && batch.errors.length > 0) batch.status = 'failed'
    else if (!advances) return
    else if (batch.status === 'validating') batch.status = 'in_progress'
    else if (batch.status === 'in_progress') batch.status = 'finalizing'
    else if (batch.status === 'finalizing') settle(batch, 'completed')
    else if (batch.status === 'cancelling') settle(batch, 'cancelled')
  }
  const cancel = (batch: DoubleBatch): DoubleReply => {
    if (!['validating', 'in_progress', 'finalizing', 'cancelling'].includes(batch.status)) {
      return fail(409, { message: `Cannot cancel a batch with status '${batch.status}'.` })
    }
    batch.status = 'cancelling'
    return ok(batchBody(batch))
  }

  const list = <T extends { id: string }>(
    all: T[],
    { query }: DoubleRequest,
    body: (each: T) => object,
  ): DoubleReply => {
    const limit = Number(query.get('limit') ?? 20)
    if (limit < 1 || limit > 100) return fail(400, { message: 'limit', param: 'limit' })
    const after = query.get('after')
    const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1
    const data = all.slice(from, from + limit).map(body)
    return ok({ object: 'list', data, has_more: from + limit < all.length })
  }

  const route = (request: DoubleRequest): { kind: string; act: () => DoubleReply } | null => {
    const { method, path } = request
    const [, , group, id, action] = path.split('/')
    const at = `${method} ${group}${id ? '/id' : ''}${action ? `/${action}` : ''}`
    const file = files.get(id ?? '')
    const batch = batches.get(id ?? '')
    const none = () => fail(404, { code: 'not_found', message: 'No such object' })
    const of =
      <T>(found: T | undefined, act: (it: T) => DoubleReply) =>
      () =>
        found ? act(found) : none()
    const acts: Record<string, { kind: string; act: () => DoubleReply }> = {
      'POST files': { kind: 'upload', act: () => upload(request) },
      'GET files': {
        kind: 'list',
        act: () =>
          list(
            [...files.values()]
              .reverse()
              .filter(({ purpose }) => purpose === (request.query.get('purpose') ?? purpose)),
            request,
            fileBody,
          ),
      },
      'GET files/id/content': { kind: 'content', act: of(file, ({ content }) => ({ status: 200, body: content })) },
      'DELETE files/id': {
        kind: 'delete',
        act: of(file, (it) => {
          files.delete(it.id)
          return ok({ id: it.id, object: 'file', deleted: true })
        }),
      },
      'POST batches': { kind: 'create', act: () => create(request) },
      'GET batches': { kind: 'list', act: () => list([...batches.values()].reverse(), request, batchBody) },
      'GET batches/id': {
        kind: 'get',
        act: of(batch, (it) => {
          look(it)
          return ok(batchBody(it))
        }),
      },
      'POST batches/id/cancel': { kind: 'cancel', act: of(batch, cancel) },
    }
    return group === 'files' || group === 'batches' ? (acts[at] ?? { kind: 'none', act: none }) : null
  }

  const control: OpenAiBatches = {
    files,
    batches,
    answer: (value) => {
      how = value
    },
    settle: (id, status) => {
      const batch = batches.get(id)
      if (!batch) throw new Error(`no batch ${id}`)
      settle(batch, status)
    },
    advanceWhenPolled: () => {
      advances = true
    },
    retire: (model) => {
      models = models.filter((name) => name !== model)
    },
    mishap: (kind, ...more) => void mishaps.set(kind, [...(mishaps.get(kind) ?? []), ...more]),
    input: (id) =>
      (files.get(batches.get(id)?.inputFileId ?? '')?.content ?? '')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    event: (id, secret, at = new Date(), eventId = `evt_${account}${++serial}`) => {
      const status = batches.get(id)?.status ?? 'completed'
      return signedOpenAiEvent(secret, { id: eventId, type: `batch.${status}`, data: { id } }, at)
    },
  }

  return {
    control,
    handle(request: DoubleRequest): DoubleReply | null {
      const found = route(request)
      if (!found) return null
      const mishap = mishaps.get(found.kind)?.shift()
      if (mishap === 'drop') return 'drop'
      if (typeof mishap === 'object') return fail(mishap.status, { ...(mishap.code ? { code: mishap.code } : {}) })
      const answer = found.act()
      return mishap === 'answer_lost' ? 'drop' : answer
    },
  }
}

const ok = (body: object): DoubleReply => ({ status: 200, body })

const fileBody = ({ id, filename, purpose, content }: DoubleFile) => ({
  id,
  object: 'file',
  bytes: Buffer.byteLength(content),
  created_at: 1_795_000_000,
  filename,
  purpose,
  status: 'processed',
})

const batchBody = (batch: DoubleBatch) => ({
  id: batch.id,
  object: 'batch',
  endpoint: batch.endpoint,
  errors: batch.status === 'failed' ? { object: 'list', data: batch.errors } : null,
  input_file_id: batch.inputFileId,
  completion_window: '24h',
  status: batch.status,
  output_file_id: batch.outputFileId,
  error_file_id: batch.errorFileId,
  created_at: batch.createdAt,
  expires_at: batch.createdAt + 86_400,
  metadata: batch.metadata,
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
