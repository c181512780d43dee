import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { z } from 'zod'
import { badResponse, bounded, type SdkErrors } from '../model-errors.ts'
import { ModelError } from '../provider.ts'
import type { Embedder, EmbeddingCall, EmbedOptions } from './embedder.ts'

const SDK: SdkErrors = { APIError, APIConnectionError, APIConnectionTimeoutError }
const DIMENSIONS = 1536
const TIMEOUT_MS = 60_000
/** What one request may hold: https://developers.openai.com, POST /v1/embeddings. */
export const MOST_INPUTS = 2048
export const MOST_TOKENS = 300_000
export const MOST_TOKENS_EACH = 8192

export const openAiEmbeddingModels = ['text-embedding-3-small', 'text-embedding-3-large'] as const
export type OpenAiEmbeddingModel = (typeof openAiEmbeddingModels)[number]

const answerSchema = z.object({
  model: z.string(),
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).length(DIMENSIONS) })),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
})

/**
 * OpenAI's embedders. The SDK asks for base64 and decodes it. Texts are cut to what an input may have, and spread over as
 * many requests as they need; nothing is retried here.
 */
export function createOpenAiEmbedder(
  model: OpenAiEmbeddingModel,
  options: { apiKey: string; baseUrl?: string },
): Embedder {
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
  })
  // The large model's own vectors are twice as long; the parameter is not for models whose own length it is.
  const shape = model === 'text-embedding-3-large' ? { dimensions: DIMENSIONS } : {}

  async function request(input: string[], { timeoutMs = TIMEOUT_MS, signal, onCall }: EmbedOptions) {
    const started = performance.now()
    const tell = (facts: Partial<EmbeddingCall> & Pick<EmbeddingCall, 'outcome'>) =>
      onCall?.({ ...unanswered(model), latencyMs: Math.round(performance.now() - started), ...facts })
    try {
      return await bounded('openai', SDK, { timeoutMs, ...(signal ? { signal } : {}) }, async (bounds) => {
        const answer = await client.embeddings.create({ model, input, ...shape }, bounds)
        const body = answerSchema.safeParse(answer)
        const vectors = body.success ? inOrder(body.data.data, input.length) : null
        if (!body.success || !vectors) throw badResponse('openai')
        const { model: answered, usage } = body.data
        tell({
          outcome: 'ok',
          model: answered,
          inputTokens: usage?.prompt_tokens ?? 0,
          requestId: answer._request_id ?? null,
        })
        return vectors
      })
    } catch (error) {
      if (error instanceof ModelError) {
        const { kind, requestId = null, retryAfterSeconds = null } = error
        tell({ outcome: kind, requestId, retryAfterSeconds })
      }
      throw error
    }
  }

  return {
    model,
    dimensions: DIMENSIONS,
    embed: async (texts, given = {}) => {
      const vectors: number[][] = []
      for (const input of requestsOf(texts)) vectors.push(...(await request(input, given)))
      return vectors
    },
  }
}

const unanswered = (model: string): EmbeddingCall => ({
  provider: 'openai',
  requestedModel: model,
  model: null,
  outcome: 'unavailable',
  inputTokens: 0,
  latencyMs: 0,
  requestId: null,
  retryAfterSeconds: null,
})

/** The vectors by their index; null when one is missing or stands twice. */
function inOrder(data: { index: number; embedding: number[] }[], count: number): number[][] | null {
  const vectors = new Array<number[] | undefined>(count).fill(undefined)
  for (const { index, embedding } of data) vectors[index] = embedding
  const whole = vectors.filter((vector) => vector !== undefined)
  return data.length === count && whole.length === count ? whole : null
}

const encoder = new TextEncoder()

/**
 * Texts as requests may hold them. The tokenizer joins bytes, so that a text never has more tokens than bytes in UTF-8:
 * counted that way no limit is ever passed, and no tokenizer is needed.
 */
export function requestsOf(texts: readonly string[]): string[][] {
  const requests: string[][] = []
  let tokens = Number.POSITIVE_INFINITY
  for (const text of texts) {
    const { cut, bytes } = cutToFit(text)
    const current = requests.at(-1)
    if (current && current.length < MOST_INPUTS && tokens + bytes <= MOST_TOKENS) {
      current.push(cut)
      tokens += bytes
    } else {
      requests.push([cut])
      tokens = bytes
    }
  }
  return requests
}

/** The beginning of a text that surely fits into one input, never half a character. */
function cutToFit(text: string): { cut: string; bytes: number } {
  const space = new Uint8Array(MOST_TOKENS_EACH)
  const { read, written } = encoder.encodeInto(text, space)
  return { cut: text.slice(0, read), bytes: written }
}
