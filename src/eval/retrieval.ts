import type { Api } from '../db/generated.ts'
import type { Embedder } from '../llm/embeddings/embedder.ts'
import type { EvalConversation, EvalQuestion } from './locomo.ts'
import { type Answered, type RetrievalScore, scoreRetrieval } from './score.ts'

type EvalApi = Pick<
  Api,
  | 'createTenant'
  | 'createLocation'
  | 'importCustomers'
  | 'importMessages'
  | 'listUnembedded'
  | 'saveEmbeddings'
  | 'searchMemory'
>

export interface RetrievalOptions {
  /** without one, words alone */
  embedder?: Embedder | undefined
  onProgress?: (text: string) => void
}

const SOURCE = 'retrieval-evaluation'
const BATCH = 500
const DEPTH = 20
const MINUTE = 60_000
// Turns stand a minute apart: only their order and their session are the data set's.
const BEGIN = Date.parse('2000-01-01T00:00:00Z')
const timeOf = (turn: number) => new Date(BEGIN + turn * MINUTE).toISOString()

/**
 * Imports every conversation as a customer of a new tenant, asks each question of its own customer through the search that
 * agents use, and scores what came back. Run it in a transaction that is rolled back: it writes a tenant.
 */
export async function evaluateRetrieval(
  api: EvalApi,
  conversations: readonly EvalConversation[],
  { embedder, onProgress = () => {} }: RetrievalOptions,
): Promise<RetrievalScore[]> {
  const slug = `eval-${crypto.randomUUID()}`
  const tenantId = await api.createTenant({ slug, name: 'Retrieval evaluation' })
  if (tenantId === null) throw new Error('no tenant was made')
  await api.createLocation({ tenantId, location: { slug: 'main', name: 'Main', timeZone: 'UTC', isDefault: true } })
  const answers: Answered[] = []
  const total = conversations.reduce((sum, { questions }) => sum + questions.length, 0)
  for (const [number, conversation] of conversations.entries()) {
    const customerId = await importConversation(api, tenantId, number, conversation)
    onProgress(`conversation ${number + 1} of ${conversations.length}: ${conversation.turns.length} turns`)
    if (embedder) await embedTurns(api, embedder, tenantId)
    const idAt = new Map(conversation.turns.map(({ id }, turn) => [timeOf(turn), id]))
    for (const question of conversation.questions) {
      answers.push(await ask(api, { tenantId, customerId, question, idAt, embedder }))
      if (answers.length % 100 === 0) onProgress(`${answers.length} of ${total} questions`)
    }
  }
  return scoreRetrieval(answers)
}

async function importConversation(api: EvalApi, tenantId: string, number: number, { turns }: EvalConversation) {
  const externalId = String(number)
  const report = await api.importCustomers({
    tenantId,
    source: SOURCE,
    rows: [{ line: 1, externalId, firstName: 'Customer', lastName: externalId }],
  })
  const customerId = report?.[0]?.customerId
  if (!customerId) throw new Error('no customer was made')
  const rows = turns.map(({ id, session, text }, turn) => ({
    messageId: `${number}/${id}/${turn}`,
    threadId: `${number}/${session}`,
    customerId: externalId,
    channel: 'web',
    role: 'customer',
    body: text,
    at: timeOf(turn),
  }))
  for (let from = 0; from < rows.length; from += BATCH) {
    await api.importMessages({ tenantId, source: SOURCE, rows: rows.slice(from, from + BATCH) })
  }
  return customerId
}

/** Gives every message that has none a vector, as it would have in a running business. */
async function embedTurns(api: EvalApi, embedder: Embedder, tenantId: string): Promise<void> {
  for (;;) {
    const waiting = await api.listUnembedded({ tenantId, model: embedder.model, limit: BATCH })
    if (waiting.length === 0) return
    const vectors = await embedder.embed(waiting.map(({ body }) => body ?? ''))
    const rows = waiting.map(({ messageId }, at) => ({ messageId, embedding: vectors[at] }))
    await api.saveEmbeddings({ tenantId, model: embedder.model, rows })
  }
}

interface Asked {
  tenantId: string
  customerId: string
  question: EvalQuestion
  idAt: ReadonlyMap<string, string>
  embedder: Embedder | undefined
}

async function ask(api: EvalApi, { tenantId, customerId, question, idAt, embedder }: Asked): Promise<Answered> {
  const start = performance.now()
  const embedding = embedder ? (await embedder.embed([question.text]))[0] : undefined
  const hits = await api.searchMemory({
    tenantId,
    customerId,
    query: question.text,
    limit: DEPTH,
    ...(embedder && embedding ? { embedding, embeddingModel: embedder.model } : {}),
  })
  return {
    category: question.category,
    evidence: question.evidence,
    found: (hits ?? []).flatMap(({ at }) => idAt.get(at) ?? []),
    milliseconds: performance.now() - start,
  }
}
