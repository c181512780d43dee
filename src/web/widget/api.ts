import type { ChatContext, Door, History, Session, Verification } from './types.ts'

const ANSWER_MS = 20_000

/** An answer of the API that is not what was asked for; `code` is that of its problem document. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly retryAfterSeconds: number | null
  constructor(status: number, code: string, retryAfterSeconds: number | null = null) {
    super(code)
    this.status = status
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export const isUnauthorized = (error: unknown): boolean => error instanceof ApiError && error.status === 401

export interface Visitor {
  chatId: string
  token: string
}

async function failureOf(response: Response): Promise<ApiError> {
  const problem = await response.json().catch(() => null)
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return new ApiError(response.status, problem?.code ?? 'unknown', Number.isFinite(seconds) ? seconds : null)
}

/** The chat's routes under `base`. Every call throws ApiError, or what fetch throws when nothing answers. */
export function createApi(base: string, fetching: (url: string, init: RequestInit) => Promise<Response> = fetch) {
  const send = async (method: string, path: string, token: string | null, body: unknown, more: RequestInit = {}) => {
    const headers: Record<string, string> = { ...(more.headers as Record<string, string>) }
    if (token !== null) headers.Authorization = `Bearer ${token}`
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const response = await fetching(base + path, {
      method,
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS),
      ...more,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw await failureOf(response)
    return response
  }
  const json = async <T>(...args: Parameters<typeof send>): Promise<T> => (await send(...args)).json()

  return {
    /** `visitor`: who this browser was, to go on with the same chat. */
    open: (door: Door, visitor?: Visitor): Promise<Session> =>
      json('POST', '/api/chat/sessions', null, { ...door, ...(visitor ? { visitor } : {}) }),

    history: ({ chatId, token }: Visitor, cursor: string | null): Promise<History> =>
      json(
        'GET',
        `/api/chat/${chatId}/history${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`,
        token,
        undefined,
      ),

    context: ({ chatId, token }: Visitor): Promise<ChatContext> =>
      json('GET', `/api/chat/${chatId}/context`, token, undefined),

    /** Sends a message, or takes up its answer again after `lastEventId`; resolves once the stream begins. */
    async stream(
      { chatId, token }: Visitor,
      message: { clientId: string; text: string },
      { lastEventId, signal }: { lastEventId: string | null; signal: AbortSignal },
    ): Promise<ReadableStream<Uint8Array>> {
      const headers: Record<string, string> = { Accept: 'text/event-stream' }
      if (lastEventId) headers['Last-Event-ID'] = lastEventId
      const body = { message: message.text, clientId: message.clientId }
      const response = await send('POST', `/api/chat/${chatId}/stream`, token, body, { headers, signal })
      if (!response.body) throw new TypeError('an answer without a body')
      return response.body
    },

    verify: ({ chatId, token }: Visitor, type: 'phone' | 'email', value: string): Promise<{ verificationId: string }> =>
      json('POST', `/api/chat/${chatId}/verification`, token, { type, value }),

    confirm: ({ chatId, token }: Visitor, verificationId: string, code: string): Promise<Verification> =>
      json('POST', `/api/chat/${chatId}/verification/${verificationId}`, token, { code }),
  }
}

export type ChatApi = ReturnType<typeof createApi>
