import { answerFrames, type Frame, failedFrames } from './chat-frames.ts'
import { listen } from './fetch-server.ts'

/** A stand-in for the chat API where a test must decide when and how it fails: it keeps state and speaks real SSE. */

/** What the next message posted to the stream meets; left out, it is answered. */
export type ChatStep =
  | {
      pieces: string[]
      /** the connection ends after so many events, once */
      cutAfter?: number
      /** a tool works before the first piece */
      tool?: string
      /** what was written before a provider failed, and is void */
      void?: string[]
      /** the pieces wait until this resolves */
      hold?: Promise<void>
    }
  | { status: number; code: string; retryAfter?: number }
  /** stored, but the answer cannot be written, or be followed to its end */
  | { unanswered: 'provider_failed' | 'time_limit' }
  /** the connection ends before anything is answered, or after the message was stored without saying so */
  | { drop: 'before' | 'stored' }

interface Message {
  id: string
  clientId: string | null
  role: 'customer' | 'assistant' | 'staff' | 'system'
  text: string
  at: string
}

interface DoubleChat {
  id: string
  tokens: Set<string>
  messages: Message[]
  frames: Map<string, Frame[]>
  cut: Map<string, number>
  isVerified: boolean
}

export interface ChatRequest {
  method: string
  path: string
  body: Record<string, unknown> | null
  lastEventId: string | null
}

const headers = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Last-Event-ID',
  'Access-Control-Allow-Methods': 'GET, POST',
  'Cache-Control': 'no-store',
}
const business = {
  name: 'Acme Plumbing',
  assistantName: 'Ava',
  greeting: 'Hi! How can we help?',
  accentColor: '#0f766e' as string | null,
  quickReplies: ['Book a visit', 'Ask a question'],
  timeZone: 'America/New_York',
}
const PAGE = 20

export async function startChatDouble(options: { widget?: string; link?: string } = {}) {
  const chats = new Map<string, DoubleChat>()
  const requests: ChatRequest[] = []
  const steps: ChatStep[] = []
  let linkChat: DoubleChat | null = null
  let isLinkValid = true
  let clock = Date.parse('2026-11-20T15:00:00Z')
  const at = () => {
    clock += 1000
    return new Date(clock).toISOString()
  }
  const json = (body: unknown, status = 200, more: Record<string, string> = {}) =>
    Response.json(body, { status, headers: { ...headers, ...more } })
  const problem = (status: number, code: string, retryAfter?: number) =>
    json({ status, code }, status, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) })

  const newChat = (): DoubleChat => {
    const chat = { id: crypto.randomUUID(), tokens: new Set<string>(), messages: [], isVerified: false }
    const made = { ...chat, frames: new Map(), cut: new Map() }
    chats.set(made.id, made)
    return made
  }
  const session = (chat: DoubleChat) => {
    const token = crypto.randomUUID()
    chat.tokens.add(token)
    return json({ chatId: chat.id, token, expiresAt: at(), isVerified: chat.isVerified, business })
  }
  const open = (body: Record<string, unknown>) => {
    if (typeof body.token === 'string') {
      if (body.token !== options.link || !isLinkValid) return problem(401, 'chat_token_invalid')
      linkChat ??= newChat()
      return session(linkChat)
    }
    if (body.widget !== options.widget) return problem(401, 'chat_token_invalid')
    const visitor = body.visitor as { chatId: string } | undefined
    return session((visitor && chats.get(visitor.chatId)) ?? newChat())
  }

  const answer = (chat: DoubleChat, message: Message, step: ChatStep) => {
    if ('unanswered' in step) return failedFrames(step.unanswered)
    const said = 'pieces' in step ? step : { pieces: ['Happy ', 'to help.'] }
    const text = said.pieces.join('')
    const reply = { id: crypto.randomUUID(), clientId: null, role: 'assistant' as const, text, at: at() }
    chat.messages.push(reply)
    return answerFrames(message.id, said, reply)
  }

  const stream = async (chat: DoubleChat, request: ChatRequest) => {
    const { message: text, clientId } = request.body as { message: string; clientId: string }
    const step = chat.frames.has(clientId) ? undefined : steps.shift()
    if (step && 'status' in step) return problem(step.status, step.code, step.retryAfter)
    if (step && 'drop' in step && step.drop === 'before') return null
    let message = chat.messages.find((one) => one.clientId === clientId)
    if (!message) {
      message = { id: crypto.randomUUID(), clientId, role: 'customer', text, at: at() }
      chat.messages.push(message)
    }
    if (step && 'drop' in step) return null
    const { id: messageId } = message
    const first = `event: session\ndata: ${JSON.stringify({ chatId: chat.id, messageId, clientId, queued: false })}\n\n`
    const said = step && 'pieces' in step ? step : null
    if (!chat.frames.has(clientId) && said?.cutAfter !== undefined) chat.cut.set(clientId, said.cutAfter)
    const frames = chat.frames.get(clientId) ?? answer(chat, message, step ?? { pieces: ['Happy ', 'to help.'] })
    if (!(step && 'unanswered' in step)) chat.frames.set(clientId, frames)
    const cut = chat.cut.get(clientId)
    chat.cut.delete(clientId)
    const from = frames.findIndex(({ id }) => id !== null && id === request.lastEventId) + 1
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(encoder.encode(`: ping\n\n${first}`))
        await said?.hold
        for (const { text } of frames.slice(from, cut)) controller.enqueue(encoder.encode(text))
        controller.close()
      },
    })
    return new Response(body, { headers: { ...headers, 'Content-Type': 'text/event-stream' } })
  }

  const history = (chat: DoubleChat, cursor: string | null) => {
    const end = cursor ? chat.messages.findIndex(({ id }) => id === cursor) : chat.messages.length
    const from = Math.max(0, end - PAGE)
    const messages = chat.messages.slice(from, end)
    return json({ messages, nextCursor: from > 0 ? messages[0]?.id : null, pending: null })
  }

  const handle = async (request: Request): Promise<Response | null> => {
    const url = new URL(request.url)
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers })
    const body = request.method === 'POST' ? await request.json() : null
    const known = {
      method: request.method,
      path: url.pathname,
      body,
      lastEventId: request.headers.get('Last-Event-ID'),
    }
    requests.push(known)
    if (url.pathname === '/api/chat/sessions') return open(body)
    const [, chatId = '', route, verification] = /^\/api\/chat\/([^/]+)\/(\w+)(?:\/([^/]+))?$/.exec(url.pathname) ?? []
    const chat = chats.get(chatId)
    const token = request.headers.get('Authorization')?.replace(/^Bearer /, '') ?? ''
    if (!chat?.tokens.has(token)) return problem(401, 'chat_token_invalid')
    if (route === 'stream') return stream(chat, known)
    if (route === 'history') return history(chat, url.searchParams.get('cursor'))
    if (route === 'context') {
      return json({
        isVerified: chat.isVerified,
        business,
        customer: chat.isVerified
          ? { firstName: 'Ada', nextAppointment: { start: '2026-11-24T14:00:00Z', timeZone: 'America/New_York' } }
          : null,
      })
    }
    if (route === 'verification' && !verification) return json({ verificationId: 'v1', expiresAt: at() }, 202)
    if (route !== 'verification') return problem(404, 'route_not_found')
    chat.isVerified ||= body.code === '123456'
    return json({ outcome: chat.isVerified ? 'linked' : 'wrong', attemptsLeft: 4, isVerified: chat.isVerified })
  }

  const server = await listen(handle)
  return {
    url: server.url,
    requests,
    business,
    /** every chat, in the order in which they were opened */
    chats: () => [...chats.values()],
    next: (...more: ChatStep[]) => void steps.push(...more),
    /** Somebody of the team writes. */
    write: (chatId: string, text: string, role: Message['role'] = 'staff') =>
      chats.get(chatId)?.messages.push({ id: crypto.randomUUID(), clientId: null, role, text, at: at() }),
    /** No session is valid any more. */
    expireSessions: () => {
      for (const chat of chats.values()) chat.tokens.clear()
    },
    endLink: () => {
      isLinkValid = false
    },
    stop: server.stop,
  }
}

export type ChatDouble = Awaited<ReturnType<typeof startChatDouble>>
