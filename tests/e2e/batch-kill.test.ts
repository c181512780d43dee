import { afterAll, beforeAll, expect } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { startOpenAiDouble } from '../fakes/openai.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newTalk } from '../fixtures/talk.ts'
import { newCustomer, newTenant } from '../fixtures/tenant.ts'
import type { OpenAiDouble } from '../jobs/batch-fixture.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { nativeDatabase, type OwnDatabase } from './own-database.ts'
import { rapport, spawnRapport, type Variables } from './process.ts'

const KILLS = 20
/** more than one transaction takes in, so that there is a middle to be killed in */
const MESSAGES = 8_000
let own: OwnDatabase
let admin: Sql
let double: OpenAiDouble

nativeOnly.describe('kill -9 while a batch is taken in', () => {
  beforeAll(async () => {
    own = await nativeDatabase()
    admin = (await own.open()).pool(null)
    double = await startOpenAiDouble()
  }, 60_000)
  afterAll(async () => {
    await double.stop()
    await own.remove()
  })

  nativeOnly.test(
    `at ${KILLS} points, and taken up each time, leaves each message one vector that was written once, and counts it once`,
    async () => {
      const tenant = await newTenant(admin)
      const { tenantId } = tenant
      const customerId = await newCustomer(admin, tenantId, { firstName: 'Ada', phone: newNumber() })
      const { conversationId } = await newTalk(admin, tenant, customerId, ['The first of very many messages.'])
      await admin`
        insert into memory.messages (tenant_id, conversation_id, customer_id, direction, role, channel, body, provider, status)
        select ${tenantId}, ${conversationId}, ${customerId}, 'inbound', 'customer', 'sms', 'Message number ' || n, 'none', 'received'
        from generate_series(2, ${MESSAGES}::integer) as n`
      const variables: Variables = {
        ...own.variables,
        TENANT_ID: tenantId,
        OPENAI_API_KEY: double.apiKey,
        OPENAI_BASE_URL: double.baseUrl,
      }
      expect((await rapport(['batch', 'submit', '--type', 'embeddings', '--json'], variables)).code).toBe(0)
      const [{ id: openaiId } = { id: '' }] = [...double.batches.batches.values()]
      double.batches.settle(openaiId, 'completed')

      const offset = async () => {
        const [row] = await admin`select output_offset::bigint as at from ai.batch_jobs where tenant_id = ${tenantId}`
        return Number(row?.at)
      }
      const size = Buffer.byteLength([...double.batches.files.values()].at(-1)?.content ?? '')
      for (let n = 1; n <= KILLS; n += 1) {
        const before = await offset()
        // Some before their first transaction, most somewhere after it; none may come to the end.
        const goal = Math.max(before + 1, Math.floor((size * 0.7 * n) / KILLS))
        const child = spawnRapport(['batch', 'poll'], variables)
        if (n % 5 === 0) await double.nextRequest()
        else await eventually(async () => ((await offset()) >= goal ? true : undefined), 'some progress', 60_000)
        await Bun.sleep(Math.random() * 40)
        child.kill('SIGKILL')
        expect(await child.exited).toBe(137)
        expect(await offset()).toBeGreaterThanOrEqual(before)
      }
      const last = await rapport(['--json', 'batch', 'poll'], variables)
      expect([last.code, last.stderr]).toEqual([0, expect.any(String)])
      expect(JSON.parse(last.stdout)).toEqual([
        expect.objectContaining({
          status: 'completed',
          completedRequests: MESSAGES,
          failedRequests: 0,
          droppedRequests: 0,
        }),
      ])
      const status = await rapport(['--json', 'batch', 'status'], variables)
      expect(JSON.parse(status.stdout)).toEqual(JSON.parse(last.stdout))
      const [{ id: batchId } = { id: '' }] = JSON.parse(status.stdout) as { id: string }[]
      // Over is over: a rule refuses it.
      expect((await rapport(['batch', 'cancel', batchId], variables)).code).toBe(5)
      const [kept] = await admin`
        select count(*)::integer as vectors, count(distinct e.message_id)::integer as messages,
          (select count(*)::integer from ai.batch_items where tenant_id = ${tenantId} and state = 'done') as done
        from memory.conversation_embeddings as e where e.tenant_id = ${tenantId}`
      expect(kept).toMatchObject({ vectors: MESSAGES, messages: MESSAGES, done: MESSAGES })
      expect(double.batches.files.size).toBe(0)
      // Tokens are counted in the transaction of their lines: were one taken in twice, there would be more.
      const [usage] = await admin`
        select input_tokens::integer as tokens from ai.batch_jobs where tenant_id = ${tenantId}`
      const [wanted] = await admin`
        select sum(ceil(length(body) / 4.0))::integer as tokens from memory.messages where tenant_id = ${tenantId}`
      expect(usage?.tokens).toBe(wanted?.tokens)
    },
    300_000,
  )
})
