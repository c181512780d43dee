import { beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newCustomer } from '../../fixtures/tenant.ts'
import { type FactsShop, factsShop } from './facts-shop.ts'

let admin: Sql
let worker: Sql
let shop: FactsShop
beforeAll(async () => {
  ;({ admin, worker } = await testDatabase())
})
beforeEach(async () => {
  shop = await factsShop(admin, worker)
})

const gist = (summary: string, readThrough: string | undefined, rest: object = {}) => ({
  summary,
  currentIssue: null,
  promises: [],
  appointments: [],
  complaints: [],
  closed: [],
  readThrough,
  ...rest,
})
const customer = async () => {
  const { tenantId, customerId } = shop
  return shop.api.getCustomer({ tenantId, customerId })
}
const open = async () => {
  const rows = await admin`
    select id, kind, item from memory.open_items where tenant_id = ${shop.tenantId} and closed_at is null order by opened_at, kind`
  return rows as unknown as { id: string; kind: string; item: string }[]
}

describe('a summary', () => {
  test('keeps what is open whatever the model leaves out, until a later message closes it', async () => {
    const first = await shop.talk(['The heater is out', { body: 'We come on Friday at 9am', role: 'assistant' }])
    const promises = [{ text: 'We bring the valve', messageId: first.messageIds[1] }]
    const appointments = [{ text: 'Friday at 9am', messageId: first.messageIds[1] }]
    const one = gist('Heater is out.', first.messageIds[1], { currentIssue: 'No heat', promises, appointments })
    expect(await shop.save(first.conversationId, one, 'compression')).toBe('saved')
    expect(await customer()).toMatchObject({
      summary: 'Heater is out.\nOpen promises: We bring the valve\nAppointments: Friday at 9am',
      currentIssueSummary: 'No heat',
      fieldSources: { summary: { source: 'channel' } },
    })

    const second = await shop.talk(['thanks, all good', 'he came on friday'])
    const [appointment] = (await open()).filter(({ kind }) => kind === 'appointment')
    const two = gist('All is well.', second.messageIds[1], {
      closed: [
        { itemId: appointment?.id, messageId: second.messageIds[1] },
        // Closed by what opened it, by a message of another conversation, by none: nothing of this counts.
        { itemId: (await open()).find(({ kind }) => kind === 'promise')?.id, messageId: first.messageIds[1] },
      ],
      promises: [{ text: 'we bring the valve!', messageId: second.messageIds[0] }],
    })
    expect(await shop.save(second.conversationId, two, 'compression')).toBe('saved')
    expect((await open()).map(({ kind, item }) => [kind, item])).toEqual([['promise', 'We bring the valve']])
    expect((await customer()).summary).toBe('All is well.\nOpen promises: We bring the valve')
    expect((await customer()).currentIssueSummary).toBeNull()
  })

  test('is kept in versions; one that covers less than what is there is stale, an older conversation leaves the customer’s alone', async () => {
    const first = await shop.talk(['no hot water', 'it is the boiler'])
    const second = await shop.talk(['all is fixed'])
    expect(await shop.save(second.conversationId, gist('Fixed.', second.messageIds[0]), 'compression')).toBe('saved')
    const early = gist('No hot water.', first.messageIds[0])
    expect(await shop.save(first.conversationId, early, 'compression')).toBe('saved')
    expect(await shop.save(first.conversationId, early, 'compression')).toBe('stale')
    expect(await shop.save(first.conversationId, gist('Boiler broken.', first.messageIds[1]), 'compression')).toBe(
      'saved',
    )
    expect((await customer()).summary).toBe('Fixed.')
    const versions = await admin`
      select version, summary from memory.conversation_summaries
      where tenant_id = ${shop.tenantId} and conversation_id = ${first.conversationId} order by version`
    expect(versions.map((row) => [row.version, row.summary])).toEqual([
      [1, 'No hot water.'],
      [2, 'Boiler broken.'],
    ])
  })

  test('does not overrule what a person wrote, and is refused in another shape', async () => {
    const { conversationId, messageIds } = await shop.talk(['no hot water'])
    const { tenantId, customerId } = shop
    const { version } = await customer()
    const changes = { summary: 'Written by Sue' }
    await shop.api.updateCustomer({ tenantId, customerId, changes, version, source: 'staff', actor: 'key:1' })
    for (const output of [{}, gist('', messageIds[0]), gist('x', 'm1'), { ...gist('x', messageIds[0]), closed: 'all' }])
      expect(await shop.save(conversationId, output, 'compression')).toBe('invalid')
    expect(await shop.save(conversationId, gist('No hot water.', messageIds[0]), 'compression')).toBe('saved')
    expect((await customer()).summary).toBe('Written by Sue')
  })

  test('is extracted without a model, with promises, complaints and appointments', async () => {
    const { conversationId } = await shop.talk([
      'Hi there',
      'The water heater in the basement is leaking from the bottom again. Nobody ever called me back.',
      { body: 'Sorry about that. A technician will come on Friday at 9am.', role: 'assistant' },
      "ok I'll pay the balance on friday",
    ])
    expect(await shop.readLocally(conversationId, 'compression')).toEqual({ count: 1 })
    const { summary, currentIssueSummary } = await customer()
    expect(summary).toContain('The water heater in the basement is leaking from the bottom again.')
    expect(currentIssueSummary).toContain('water heater')
    expect((await open()).map(({ kind }) => kind).sort()).toEqual(['appointment', 'complaint', 'promise'])
    expect(summary).toContain('Appointments: A technician will come on Friday at 9am.')
  })

  test('is not made of what several people said on a shared number', async () => {
    const other = await newCustomer(admin, shop.tenantId, { firstName: 'Bob' })
    const { conversationId, messageIds } = await shop.talk(['no hot water', 'and I am Bob'])
    await admin`update memory.messages set customer_id = ${other} where tenant_id = ${shop.tenantId} and id = ${messageIds[1] ?? ''}`
    const due = await shop.api.listDueReadings({ tenantId: shop.tenantId, purpose: 'compression', providers: [] })
    expect(due).toEqual({ mode: 'local', conversationIds: [] })
    expect(await shop.readLocally(conversationId, 'compression')).toEqual({ count: 0 })
  })

  test('is due when a conversation ends or grows past the budget, not before', async () => {
    const { tenantId } = shop
    await admin`update tenancy.tenants set settings = '{"summaryBudget": 200}' where id = ${tenantId}`
    const { conversationId } = await shop.talk(['short'])
    await admin`
      update memory.conversations set status = 'open', closed_at = null, closed_reason = null
      where tenant_id = ${tenantId} and id = ${conversationId}`
    const due = async () =>
      (await shop.api.listDueReadings({ tenantId, purpose: 'compression', providers: [] })).conversationIds
    expect(await due()).toEqual([])
    await admin`
      update memory.messages set body = ${'the water heater is leaking and '.repeat(40)} where tenant_id = ${tenantId} and conversation_id = ${conversationId}`
    expect(await due()).toEqual([conversationId])
  })
})

test('a summary that a model wrote waits to be pushed to HousecallPro in the transaction that kept it', async () => {
  const { tenantId, customerId } = shop
  await shop.api.setFeatureFlag({ tenantId, name: 'CUSTOMER_CONTEXT_HCP_SYNC', isEnabled: true })
  await admin`
    insert into tenancy.crm_connections (tenant_id, provider, company_id, credentials, key_id)
    values (${tenantId}, 'housecall', ${tenantId}, sha256('x'), 'k1')`
  await admin`
    insert into identity.customer_identities (tenant_id, customer_id, type, value, verified_at, verified_by)
    values (${tenantId}, ${customerId}, 'housecall_pro_id', ${`cus_${customerId}`}, ops.now(), 'crm')`
  await admin`delete from crm.pushes where tenant_id = ${tenantId}`
  const { conversationId, messageIds } = await shop.talk(['no hot water'])
  expect(await shop.save(conversationId, gist('No hot water.', messageIds[0]), 'compression')).toBe('saved')
  const pushes =
    await admin`select kind, state from crm.pushes where tenant_id = ${tenantId} and customer_id = ${customerId}`
  expect([...pushes]).toEqual([{ kind: 'profile', state: 'queued' }])
})
