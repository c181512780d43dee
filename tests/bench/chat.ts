import { randomBytes } from 'node:crypto'
import { createApi } from '../../src/db/generated.ts'
import { createChatTokens } from '../../src/http/chat-token.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { startPacedDouble, writtenAt } from './chat-double.ts'
import { type BenchDatabase, benchDatabase } from './database.ts'
import { percentile, rounded } from './percentile.ts'

const TENANTS = 4
const STREAMS = 200
/** All streams begin within so long, evenly: visitors do not come at the same instant. */
const RAMP_MS = 5000
const TOKENS_PER_SECOND = 50
const WARM_UP = 8

type Watch = (index: number, onText: (text: string) => void) => Promise<void>

/**
 * 200 chats at once, each answered by a model that writes 50 tokens a second, through one process (server and workers); how much
 * later a token arrives than through a proxy in the same process that only hands the bytes on. The double and the clients share
 * the cores with it, in both.
 * @throws Error when a stream is cut, or an answer is not stored whole
 */
export async function benchChat({ seconds = 15 }) {
  const database = await benchDatabase()
  const double = startPacedDouble(seconds * TOKENS_PER_SECOND)
  const secret = randomBytes(32).toString('hex')
  const server = startServer({
    JWT_SECRET: secret,
    DATABASE_URL: database.urls.admin,
    OPENAI_API_KEY: double.apiKey,
    OPENAI_BASE_URL: double.baseUrl,
    // What is asked is looked for by words and by local vectors: the double writes answers only.
    AI_MODEL_EMBEDDING: 'local/local',
  })
  try {
    const { url, proxyUrl } = await server.isUp
    const sessions = await openSessions(database, secret, STREAMS + WARM_UP)
    const total = STREAMS * seconds * TOKENS_PER_SECOND
    const proxied = await measure(total, (_, onText) => readTexts(fetch(proxyUrl), onText))
    const chat: Watch = (index, onText) => {
      const { chatId, token } = sessions[index] as Session
      const body = JSON.stringify({ message: 'What is new?', clientId: crypto.randomUUID() })
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
      return readTexts(fetch(`${url}/api/chat/${chatId}/stream`, { method: 'POST', headers, body }), onText)
    }
    // What a process does once, such as putting its routes together, is not a token's delay.
    await Promise.all(Array.from({ length: WARM_UP }, (_, index) => chat(STREAMS + index, () => {})))
    const chatted = await measure(total, chat)
    const mostBytes = await server.stop()
    const stored = await database.admin`select from memory.messages where role = 'assistant'`
    const expected = STREAMS + WARM_UP
    if (stored.length !== expected) throw new Error(`${stored.length} of ${expected} answers were stored`)
    const added = (share: number) => rounded(percentile(chatted, share) - percentile(proxied, share), 2)
    return {
      streams: STREAMS,
      tokens_each: seconds * TOKENS_PER_SECOND,
      proxy_p50_ms: rounded(percentile(proxied, 0.5), 2),
      proxy_p99_ms: rounded(percentile(proxied, 0.99), 2),
      chat_p50_ms: rounded(percentile(chatted, 0.5), 2),
      chat_p99_ms: rounded(percentile(chatted, 0.99), 2),
      added_p50_ms: added(0.5),
      added_p99_ms: added(0.99),
      rss_mb: Math.round(mostBytes / 1e6),
    }
  } finally {
    server.kill()
    double.stop()
    await database.close()
  }
}

interface Session {
  chatId: string
  token: string
}

async function openSessions({ admin }: BenchDatabase, secret: string, count: number): Promise<Session[]> {
  const api = createApi(admin)
  const tokens = createChatTokens(secret, () => new Date())
  const tenants = await Promise.all(Array.from({ length: TENANTS }, () => newTenant(admin)))
  const sessions: Session[] = []
  for (let n = 0; n < count; n += 1) {
    const tenantId = tenants[n % TENANTS]?.tenantId ?? ''
    const { chatId, epoch } = await api.createChat({ tenantId })
    sessions.push({ chatId, token: (await tokens.session({ tenantId, chatId, epoch })).token })
  }
  return sessions
}

/** How many milliseconds each token took, over all streams. @throws Error when one is missing */
async function measure(expected: number, watch: Watch): Promise<number[]> {
  const took: number[] = []
  const streams = Array.from({ length: STREAMS }, async (_, index) => {
    await Bun.sleep((index * RAMP_MS) / STREAMS)
    await watch(index, (text) => {
      const now = performance.now()
      for (const at of writtenAt(text)) took.push(now - at)
    })
  })
  await Promise.all(streams)
  if (took.length !== expected) throw new Error(`${took.length} of ${expected} tokens came`)
  return took
}

/** Tells of the text in each event that brings some: of the model's own, or of ours. */
async function readTexts(asked: Promise<Response>, onText: (text: string) => void) {
  const response = await asked
  if (!response.ok || !response.body) throw new Error(`a stream was refused: ${response.status}`)
  let rest = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    rest += chunk
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const event = rest.slice(0, end)
      rest = rest.slice(end + 2)
      if (/^event: (response\.output_text\.)?delta$/m.test(event)) onText(event)
    }
  }
}

function startServer(settings: Record<string, string>) {
  const up = Promise.withResolvers<{ url: string; proxyUrl: string }>()
  const over = Promise.withResolvers<number>()
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/chat-server.ts`, JSON.stringify(settings)], {
    stdout: 'inherit',
    stderr: 'inherit',
    ipc(message) {
      if ('url' in message) up.resolve(message)
      else over.resolve(message.mostBytes)
    },
    onExit: () => up.reject(new Error('the server ended')),
  })
  return {
    isUp: up.promise,
    stop() {
      child.send('done')
      return over.promise
    },
    kill: () => child.kill(),
  }
}
