import { afterAll, beforeAll, expect, test } from 'bun:test'
import { someoneWaits } from '../../fixtures/blocked.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newTalk } from '../../fixtures/talk.ts'
import { newCustomer } from '../../fixtures/tenant.ts'
import { type BatchShop, batchShop } from '../../jobs/batch-fixture.ts'

interface Given {
  id: string
  text: string
}

let shop: BatchShop
beforeAll(async () => {
  shop = await batchShop({ messages: 1, hasMemory: true })
}, 60_000)
afterAll(() => shop.close())

const givenTo = (body: Record<string, unknown>): Given[] => {
  const [turn] = body.input as { content: string }[]
  return JSON.parse(turn?.content ?? '').messages
}

/** A night of one kind, to whose requests the model answers so; what it was given to read, by conversation. */
async function night(jobType: string, answer: (given: Given[]) => object) {
  shop.batches.answer(({ body }) => ({ text: JSON.stringify(answer(givenTo(body))) }))
  await shop.begin(jobType)
  await shop.work()
  const [begun] = await shop.all()
  const lines = shop.batches.input(begun?.openaiBatchId ?? '')
  shop.batches.settle(begun?.openaiBatchId ?? '', 'completed')
  await shop.poll()
  const [batch] = await shop.all()
  return { batch, lines }
}

test('a night of enrichment: what customers said of themselves is remembered with its words, what they did not say is not', async () => {
  const { admin, tenantId, customerId } = shop
  await newTalk(admin, shop, customerId, ['Mornings work best for me, the dog barks but is friendly.'])
  const { batch, lines } = await night('profile_enrichment', (given) => {
    const said = given.find(({ text }) => text.includes('Mornings'))
    const fact = {
      kind: 'preference',
      slot: 'preferred_time',
      value: 'morning',
      confidence: 0.9,
      messageId: said?.id ?? '',
    }
    return {
      facts: said
        ? [
            { ...fact, quote: 'Mornings work best for me' },
            { ...fact, slot: 'gate_code', kind: 'property', value: '4711', quote: 'my gate code is 4711' },
          ]
        : [],
      classes: given.map(({ id, text }) => ({
        messageId: id,
        category: text.includes('Mornings') ? 'booking_request' : 'issue_report',
        addresses: ['1 Not Said Street'],
        services: [],
        dates: text.includes('Mornings') ? ['Mornings'] : [],
      })),
      readThrough: given.at(-1)?.id ?? '',
    }
  })
  expect(batch).toMatchObject({ jobType: 'profile_enrichment', status: 'completed', completedRequests: 2 })
  expect(lines[0]?.body).toMatchObject({ store: false, text: { format: { name: 'enrichment', strict: true } } })
  const notes = await shop.staff.listMemoryNotes({ tenantId, customerId })
  expect(notes).toMatchObject([
    {
      slot: 'preferred_time',
      value: 'morning',
      quote: 'Mornings work best for me',
      writtenBy: expect.stringContaining('openai/'),
    },
  ])
  const classes = await admin`
    select m.body, c.semantic_category as category, c.extracted_entities as entities, c.source
    from memory.message_classes as c join memory.messages as m on m.tenant_id = c.tenant_id and m.id = c.message_id
    where c.tenant_id = ${tenantId} order by m.body`
  expect(classes.map(({ category, entities, source }) => ({ category, entities, source }))).toEqual([
    { category: 'booking_request', entities: { addresses: [], services: [], dates: ['mornings'] }, source: 'model' },
    { category: 'issue_report', entities: { addresses: [], services: [], dates: [] }, source: 'model' },
  ])
  expect(await shop.begin('profile_enrichment')).toBeNull()
})

test('a night of compression: conversations that ended have a summary, and none is asked for again', async () => {
  const { batch } = await night('memory_compression', (given) => ({
    // A sign that no database stores is left out.
    summary: `They\u0000 wrote ${given.length} message.`,
    currentIssue: 'A rumbling water heater.',
    promises: [],
    appointments: [],
    complaints: [],
    closed: [],
    readThrough: given.at(-1)?.id ?? '',
  }))
  expect(batch).toMatchObject({ jobType: 'memory_compression', status: 'completed', completedRequests: 2 })
  const summaries = await shop.admin`select summary from memory.conversations where tenant_id = ${shop.tenantId}`
  expect(summaries.map(({ summary }) => summary)).toEqual(['They wrote 1 message.', 'They wrote 1 message.'])
  expect(await shop.begin('memory_compression')).toBeNull()
})

nativeOnly.test('answers about several customers hold them in the order of their ids, as everybody does', async () => {
  const { admin, tenantId } = shop
  const ids = [await newCustomer(admin, tenantId), await newCustomer(admin, tenantId)].sort()
  const [lower = '', higher = ''] = ids
  // The answers come in the order of the conversations, which is the other one.
  await newTalk(admin, shop, higher, ['The heater is out.'])
  await newTalk(admin, shop, lower, ['The tap drips.'])
  shop.batches.answer(({ body }) => ({
    text: JSON.stringify({ facts: [], classes: [], readThrough: givenTo(body).at(-1)?.id ?? '' }),
  }))
  await shop.begin('profile_enrichment')
  await shop.work()
  const [begun] = await shop.all()
  shop.batches.settle(begun?.openaiBatchId ?? '', 'completed')

  let polled: ReturnType<typeof shop.poll> | undefined
  const hold = (id: string) =>
    `select from identity.customers where tenant_id = '${tenantId}' and id = '${id}' for no key update`
  const other = admin.begin(async (sql) => {
    await sql.unsafe(hold(lower))
    polled = shop.poll()
    await someoneWaits(sql, admin)
    await sql.unsafe(hold(higher))
  })
  expect(await failureOf(other)).toBeNull()
  expect((await polled)?.report).toMatchObject({ failed: 0, dead: 0 })
  expect((await shop.all())[0]).toMatchObject({ status: 'completed', completedRequests: 2 })
})
