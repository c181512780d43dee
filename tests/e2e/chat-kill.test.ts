import { expect } from 'bun:test'
import { createApi } from '../../src/db/generated.ts'
import { createChatTokens } from '../../src/http/chat-token.ts'
import { startOpenAiDouble } from '../fakes/openai.ts'
import { freePort } from '../fixtures/free-port.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { parseEvents } from '../routes/chat-fixture.ts'
import { nativeDatabase } from './own-database.ts'
import { startServer, startWorkerProcess } from './process.ts'

const SECRET = 'a secret of the tests, of at least 32 characters'
const ANSWER = 'We are open from eight to five, Monday to Friday, and always glad to help you out.'

nativeOnly.test(
  'kill -9 of the writer in the middle of an answer: another one writes it, the stream goes on, it is stored once',
  async () => {
    const own = await nativeDatabase()
    const openai = await startOpenAiDouble()
    openai.answer(ANSWER, { tokensPerSecond: 10 })
    openai.next({ text: ANSWER, stream: { tokensPerSecond: 4 } })
    const database = await own.open()
    const admin = database.pool(null)
    const { tenantId } = await newTenant(admin)
    const variables = {
      ...own.variables,
      PORT: String(await freePort()),
      JWT_SECRET: SECRET,
      OPENAI_API_KEY: openai.apiKey,
      OPENAI_BASE_URL: openai.baseUrl,
      AI_MODEL_EMBEDDING: 'local/local',
    }
    const [server, writer] = await Promise.all([startServer(variables, '--no-worker'), startWorkerProcess(variables)])
    const children = [server, writer]
    try {
      const chat = await createApi(admin).createChat({ tenantId })
      const { token } = await createChatTokens(SECRET, () => new Date()).session({ tenantId, ...chat })
      const response = await fetch(`${server.url}/api/chat/${chat.chatId}/stream`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ message: 'When are you open?', clientId: crypto.randomUUID() }),
      })
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      const readTo = async (part: string) => {
        while (reader && !text.includes(part)) {
          const { value, done } = await reader.read()
          if (done) throw new Error(`the stream ended without ${part}: ${text}`)
          text += value
        }
      }
      await readTo('event: delta')
      writer.kill('SIGKILL')
      expect(await writer.exited).toBe(137)
      children.push(await startWorkerProcess(variables))
      // Its lease would end after 15 seconds: the test does not wait for them.
      await admin`update ai.reply_drafts set lease_expires_at = ops.now() where tenant_id = ${tenantId}`
      await readTo('event: done\n')
      const events = parseEvents(text.slice(0, text.lastIndexOf('\n\n') + 2))
      const kinds = events.map(({ event }) => event)
      const again = kinds.indexOf('error')
      expect(events[again]?.data).toEqual({ code: 'unavailable', recovering: true })
      expect(events.find(({ event }) => event === 'message')?.data.text).toBe(ANSWER)
      const stored = await admin`select body from memory.messages where tenant_id = ${tenantId} and role = 'assistant'`
      expect(stored.map(({ body }) => body)).toEqual([ANSWER])
    } finally {
      for (const child of children) child.kill('SIGKILL')
      await openai.stop()
      await own.remove()
    }
  },
  120_000,
)
