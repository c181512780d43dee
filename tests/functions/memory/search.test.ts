import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newTalk, type Said } from '../../fixtures/talk.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
let tenant: TestTenant
let customerId: string
let heater: Awaited<ReturnType<typeof newTalk>>
let booking: Awaited<ReturnType<typeof newTalk>>

const staff = (body: string): Said => ({ body, role: 'staff' })

beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenant = await newTenant(admin)
  customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Dana', lastName: 'Reyes' })
  heater = await newTalk(admin, tenant, customerId, [
    'The water heater in the basement is leaking all over the floor.',
    staff('Please close the valve above it. When was it installed?'),
    'In 2014, by the people who owned the house before us.',
    staff('A replacement would be 1,900 dollars. Shall I send the quote?'),
  ])
  booking = await newTalk(
    admin,
    tenant,
    customerId,
    [
      'Could someone clean the gutters before winter?',
      staff('Thursday at nine?'),
      'Yes. The furnace filter too, please.',
      'The quote for the gutters was fine.',
    ],
    { channel: 'email', at: '2026-05-04T09:00:00Z' },
  )
})

const search = (query: string, filters: Record<string, unknown> = {}, limit = 10) =>
  api.searchMemory({ tenantId: tenant.tenantId, customerId, query, filters, limit })
const idsOf = async (...args: Parameters<typeof search>) => (await search(...args)).map(({ messageId }) => messageId)

describe('a message is found by', () => {
  test('its words in another form, with what was said before and after it', async () => {
    const [hit] = await search('does the heater leak in my basement?')
    expect(hit).toMatchObject({
      messageId: heater.messageIds[0],
      conversationId: heater.conversationId,
      customerId,
      customerName: 'Dana Reyes',
      channel: 'sms',
      direction: 'inbound',
      role: 'customer',
      at: '2026-03-02T10:00:00.000Z',
      isMatch: true,
      before: null,
    })
    expect(hit?.after).toMatchObject({ messageId: heater.messageIds[1], role: 'staff' })
  })

  test('a word that the requirements name', async () => {
    expect((await idsOf('quote')).slice(0, 2).sort()).toEqual(
      [heater.messageIds[3], booking.messageIds[3]].sort() as string[],
    )
  })

  test.each([
    ['furnce', 'a letter missing'],
    ['furnaec', 'two letters swapped'],
    ['furnacee', 'a letter too many'],
  ])('%p, a slip of the pen: %s', async (query) => {
    expect((await idsOf(query))[0]).toBe(booking.messageIds[2] as string)
  })

  test('its place beside a hit, though it shares no word with the question', async () => {
    const hits = await search('is the water heater leaking')
    const answer = hits.find(({ messageId }) => messageId === heater.messageIds[1])
    expect(answer?.isMatch).toBe(false)
    expect(answer?.parts.neighbors).toBeGreaterThan(0)
  })

  test('the part of a word, when nobody used it as a word', async () => {
    expect((await idsOf('furna'))[0]).toBe(booking.messageIds[2] as string)
  })
})

test('messages that cover more of the question come first', async () => {
  expect((await idsOf('quote for a replacement'))[0]).toBe(heater.messageIds[3] as string)
})

test('a snippet marks what matched and is the message itself, unescaped', async () => {
  const other = await newCustomer(admin, tenant.tenantId)
  const body = 'My <b>boiler</b> & its "pump" hum; the pumps were new.'
  await newTalk(admin, tenant, other, [body])
  const [hit] = await api.searchMemory({ tenantId: tenant.tenantId, customerId: other, query: 'pumping' })
  expect(hit?.snippet.map(({ text }) => text).join('')).toBe(body)
  expect(hit?.snippet.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(['pump', 'pumps'])
})

test('a long message is shown by the part that matters', async () => {
  const other = await newCustomer(admin, tenant.tenantId)
  await newTalk(admin, tenant, other, [`${'We talked about many things. '.repeat(60)}The thermostat is broken.`])
  const [hit] = await api.searchMemory({ tenantId: tenant.tenantId, customerId: other, query: 'thermostats' })
  const text = hit?.snippet.map((part) => part.text).join('') ?? ''
  expect(text).toContain('thermostat is broken')
  expect(text.length).toBeLessThan(400)
})

describe('filters', () => {
  test('leave only what fits them, alone and together', async () => {
    const all = { messages: [...heater.messageIds, ...booking.messageIds] }
    expect((await search('quote', { channel: 'email' })).every(({ channel }) => channel === 'email')).toBe(true)
    expect((await idsOf('quote', { channel: 'email' }))[0]).toBe(booking.messageIds[3] as string)
    expect((await idsOf('quote', { direction: 'outbound' }))[0]).toBe(heater.messageIds[3] as string)
    expect((await search('quote', { conversationId: heater.conversationId })).length).toBe(4)
    expect(await idsOf('quote', { from: '2026-03-02T10:03:00Z', to: '2026-05-04T09:03:00Z' })).not.toContain(
      booking.messageIds[3] as string,
    )
    expect(await idsOf('quote', { from: '2026-03-02T10:03:00Z', to: '2026-03-02T10:04:00Z' })).toEqual([
      all.messages[3] as string,
    ])
    expect(await idsOf('quote', { channel: 'voice' })).toEqual([])
  })

  test.each([
    { channel: 'fax' },
    { direction: 'up' },
    { conversationId: 'x' },
    { from: 'tomorrowish' },
    { colour: 'red' },
  ])('that make no sense are refused: %p', async (filters) => {
    expect((await failureOf(search('quote', filters)))?.code).toBe('RP003')
  })
})

test('a customer that does not exist, or is another business’s, is unknown', async () => {
  const other = await newTenant(admin)
  for (const id of [crypto.randomUUID(), await newCustomer(admin, other.tenantId)]) {
    const failure = await failureOf(api.searchMemory({ tenantId: tenant.tenantId, customerId: id, query: 'quote' }))
    expect(failure?.code).toBe('RP001')
  }
})

test('without a customer the whole business is searched, its neighbours included', async () => {
  const shop = await newTenant(admin)
  const people = await Promise.all(
    ['Ann', 'Bob', 'Cyd'].map((firstName) => newCustomer(admin, shop.tenantId, { firstName })),
  )
  for (const id of people) await newTalk(admin, shop, id, ['Hello there', staff('Good morning, how can we help?')])
  const { messageIds } = await newTalk(admin, shop, people[1] as string, [
    'The sump pump is humming.',
    staff('Since when?'),
  ])
  const hits = await api.searchMemory({ tenantId: shop.tenantId, query: 'humming sump pumps' })
  expect(hits.map(({ messageId }) => messageId)).toEqual(messageIds)
  expect(hits[0]?.customerName).toBe('Bob')
})

test('of a merged customer the survivor’s messages are searched', async () => {
  const keep = await newCustomer(admin, tenant.tenantId, { firstName: 'Eve', lastName: 'Stone' })
  const gone = await newCustomer(admin, tenant.tenantId, { firstName: 'Eva', lastName: 'Stone' })
  const { messageIds } = await newTalk(admin, tenant, gone, ['The attic fan rattles.'])
  await api.mergeCustomers({
    tenantId: tenant.tenantId,
    survivorId: keep,
    mergedId: gone,
    reason: 'the same person',
    actor: 'staff',
  })
  const hits = await api.searchMemory({ tenantId: tenant.tenantId, customerId: gone, query: 'attic fan' })
  expect(hits.map(({ messageId }) => messageId)).toEqual(messageIds)
})

test('a one-time code is neither found nor shown beside what is', async () => {
  const talk = await newTalk(
    admin,
    tenant,
    customerId,
    [
      'My pergola lights flicker.',
      { body: 'Your code is 778899.', role: 'system', isSecret: true },
      'Only the pergola ones.',
    ],
    { at: '2026-06-01T09:00:00Z' },
  )
  for (const query of ['778899', 'your code', 'what is the code'])
    expect(JSON.stringify(await search(query))).not.toContain('778899')
  const [hit] = (await search('pergola lights')).filter(({ messageId }) => messageId === talk.messageIds[0])
  expect(hit?.after?.text).toBe('Only the pergola ones.')
})

test('a question whose one telling word nobody ever said finds nothing, however common its other words are', async () => {
  expect(await search('does he have a jacuzzi')).toEqual([])
})

test('what somebody else said on a shared phone does not stand beside a hit', async () => {
  const other = await newCustomer(admin, tenant.tenantId, { firstName: 'Bob' })
  const talk = await newTalk(
    admin,
    tenant,
    customerId,
    ['The chimney flashing is loose.', 'Bob here, gate code is 4471.', 'Chimney again.'],
    {
      at: '2026-06-03T09:00:00Z',
    },
  )
  await admin`update memory.messages set customer_id = ${other} where id = ${talk.messageIds[1] ?? ''}`
  const [hit] = (await search('chimney flashing')).filter(({ messageId }) => messageId === talk.messageIds[0])
  expect(hit?.after?.text).toBe('Chimney again.')
})
