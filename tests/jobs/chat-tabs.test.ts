import { expect } from 'bun:test'
import { chatReply } from '../../jobs/chat_reply.ts'
import type { JobDefinition } from '../../jobs/definition.ts'
import { createApi } from '../../src/db/generated.ts'
import type { ModelProvider } from '../../src/llm/provider.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { inChat, newChatShop, parseEvents, visit } from '../routes/chat-fixture.ts'
import { working } from './queue-fixture.ts'
import { replies } from './reply-fixture.ts'

const openai: ModelProvider = {
  name: 'openai',
  async complete({ onText, turns }) {
    const text = `This answers: ${turns.at(-1)?.content}`
    for (const piece of text.split(/(?= )/)) {
      onText?.(piece)
      await Bun.sleep(1)
    }
    const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, latencyMs: 1, requestId: null }
    return { text, model: 'm', stopReason: 'end', ...usage }
  },
}

nativeOnly.test(
  'a hundred tabs of one chat: each message is stored once and answered once, each stream ends with its answer',
  async () => {
    const { admin, worker } = await testDatabase()
    const shop = await newChatShop()
    const [many, same] = [await visit(shop), await visit(shop)]
    const api = createApi(worker)
    const replyProviders = [{ provider: 'openai' as const, model: null }]
    const drafts = shop.hub
    const job = chatReply({ api, providers: { openai }, replyProviders, ...(drafts ? { drafts } : {}) })
    await using _ = await working({ worker }, [job as JobDefinition], { pollSeconds: 0.2 })
    const clientId = crypto.randomUUID()
    const watch = async (session: typeof many, n: number, id: string) => {
      const response = await inChat(shop, session, 'POST', '/stream', { message: `number ${n}`, clientId: id })
      return parseEvents(await response.text())
    }
    const tabs = Array.from({ length: 100 }, (_, n) => n)
    const [each, all] = await Promise.all([
      Promise.all(tabs.map((n) => watch(many, n, crypto.randomUUID()))),
      Promise.all(tabs.map(() => watch(same, 0, clientId))),
    ])
    const answerOf = (events: ReturnType<typeof parseEvents>) =>
      events.find(({ event }) => event === 'message')?.data.id
    for (const events of [...each, ...all]) {
      expect(events.at(-1)?.event).toBe('done')
      expect(answerOf(events)).toBeString()
    }
    // One chat's hundred posts of one message have one answer between them.
    expect(new Set(all.map(answerOf)).size).toBe(1)
    const said = await admin`
      select c.address, count(*)::integer as count from memory.messages as m join memory.conversations as c on c.id = m.conversation_id
      where m.tenant_id = ${shop.tenantId} and m.role = 'customer' group by 1`
    expect(Object.fromEntries(said.map(({ address, count }) => [address, count]))).toEqual({
      [many.chatId]: 100,
      [same.chatId]: 1,
    })
    const sent = await replies(admin, shop.tenantId)
    expect(new Set(sent.map(({ answers }) => answers)).size).toBe(sent.length)
    expect(new Set([...each, ...all].map(answerOf)).size).toBe(sent.length)
    const drafted = await admin`select state from ai.reply_drafts where tenant_id = ${shop.tenantId} group by 1`
    expect(drafted.map(({ state }) => state)).toEqual(['done'])
  },
  60_000,
)
