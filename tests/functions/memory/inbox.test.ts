import { afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { takeInAll } from '../../fixtures/inbox.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'
import { type Inbound, queueReply, receive, smsOf } from '../outreach/inbound.ts'

const channelState = { hasCredentials: true, demoMode: false, allowedRecipients: [] }

let admin: Sql
let edge: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
  api = createApi(database.worker)
})
afterEach(() => resetClock(admin))

/** Acknowledged as the webhook does it, and no more. */
const acknowledge = async (message: Inbound) => {
  const sms = smsOf(message)
  expect(await api.receiveSms({ message: sms })).toMatchObject({ outcome: 'accepted' })
  return sms
}
const waitingOf = (tenantId: string) =>
  admin`select event_key, attempts, error_code from memory.inbox where tenant_id = ${tenantId}`
const process = async (tenantId: string, address: string) =>
  (await api.processInbox({ tenantId, channel: 'sms', address })).messages

/** A conversation whose reply waits in the outbox. */
async function talk(tenant: { number: string; tenantId: string }) {
  const from = newNumber()
  const received = await receive(edge, { to: tenant.number, from, body: 'When are you open?' })
  const deliveryId = await queueReply(admin, received)
  const job = { tenantId: tenant.tenantId, deliveryId }
  return { from, received, claim: () => api.claimDelivery({ ...job, channelState }) }
}

describe('what was acknowledged counts before it is taken in', () => {
  test('a STOP keeps everything from being sent', async () => {
    const tenant = await newTenant(admin)
    const { from, claim } = await talk(tenant)
    await acknowledge({ to: tenant.number, from, body: 'STOP' })
    expect(await claim()).toMatchObject({ action: 'none', state: 'canceled', reason: 'opted out' })
    expect(await waitingOf(tenant.tenantId)).toHaveLength(0)
    const [event] = await admin`select action, source from outreach.consent_events where address = ${from}`
    expect(event).toMatchObject({ action: 'opt_out', source: 'keyword' })
  })

  test('a further question makes a reply that waits stale, and one that is being written', async () => {
    const tenant = await newTenant(admin)
    const { from, received, claim } = await talk(tenant)
    await acknowledge({ to: tenant.number, from, body: 'And what does a flush cost?' })
    expect(await claim()).toMatchObject({ action: 'none', state: 'canceled', reason: 'stale' })
    await acknowledge({ to: tenant.number, from, body: 'Hello?' })
    const { tenantId } = tenant
    const conversationId = received.conversationId ?? ''
    const [asked] = await admin`
      select id from memory.messages where conversation_id = ${conversationId} and body like 'And what%'`
    const answer = { text: 'It is $129.', provider: 'local', answersMessageId: asked?.id as string }
    expect(await api.submitReply({ tenantId, conversationId, ...answer })).toMatchObject({ outcome: 'stale' })
  })

  test('a reply is prepared with the party’s last word', async () => {
    const tenant = await newTenant(admin)
    const { from, received } = await talk(tenant)
    await acknowledge({ to: tenant.number, from, body: 'And on Sunday?' })
    const brief = await api.prepareReply({
      tenantId: tenant.tenantId,
      conversationId: received.conversationId ?? '',
      providers: [],
    })
    expect(brief).toMatchObject({ action: 'generate' })
    expect(JSON.stringify(brief)).toContain('And on Sunday?')
  })

  test('a STOP outlives the erasure of who sent it', async () => {
    const tenant = await newTenant(admin)
    const phone = newNumber()
    const customerId = await newCustomer(admin, tenant.tenantId, { phone })
    await acknowledge({ to: tenant.number, from: phone, body: 'STOP' })
    const proof = await api.eraseCustomer({ tenantId: tenant.tenantId, customerId, actor: 'key' })
    expect(proof.optOutsKept).toBe(1)
    expect(await waitingOf(tenant.tenantId)).toHaveLength(0)
    expect(await receive(edge, { to: tenant.number, from: phone })).toMatchObject({ replyQueued: false })
  })
})

describe('messages that wait', () => {
  test('are taken in as they came: in their order, at their time, into the conversation of that time', async () => {
    const tenant = await newTenant(admin, { settings: { conversationTimeoutHours: 2 } })
    const from = newNumber()
    await setClock(admin, '2026-11-21T10:00:00Z')
    const first = await receive(edge, { to: tenant.number, from, body: 'one' })
    await setClock(admin, '2026-11-21T11:00:00Z')
    await acknowledge({ to: tenant.number, from, body: 'two' })
    await setClock(admin, '2026-11-21T11:30:00Z')
    await acknowledge({ to: tenant.number, from, body: 'three' })
    // No worker was there for a day.
    await setClock(admin, '2026-11-22T12:00:00Z')
    expect(await process(tenant.tenantId, from)).toMatchObject([
      { outcome: 'stored', conversationId: first.conversationId, replyQueued: true },
      { outcome: 'stored', conversationId: first.conversationId, replyQueued: true },
    ])
    const messages = await admin`
      select body, created_at from memory.messages where tenant_id = ${tenant.tenantId} order by created_at`
    expect([...messages]).toEqual([
      { body: 'one', created_at: new Date('2026-11-21T10:00:00Z') },
      { body: 'two', created_at: new Date('2026-11-21T11:00:00Z') },
      { body: 'three', created_at: new Date('2026-11-21T11:30:00Z') },
    ])
    // Its end is counted from now on: the reply is still to come.
    const [conversation] = await admin`select status, last_message_at from memory.conversations where address = ${from}`
    expect(conversation).toEqual({ status: 'open', last_message_at: new Date('2026-11-22T12:00:00Z') })
  })

  test('keep what cannot be taken in, without holding up the next: it is tried again, ever more rarely, until it can', async () => {
    const tenant = await newTenant(admin)
    const { tenantId } = tenant
    const from = newNumber()
    await setClock(admin, '2026-11-21T10:00:00Z')
    const broken = { ...smsOf({ to: tenant.number, from, body: 'broken' }), numSegments: 'many' }
    await api.receiveSms({ message: broken })
    await setClock(admin, '2026-11-21T10:00:01Z')
    await acknowledge({ to: tenant.number, from, body: 'whole' })
    expect(await process(tenantId, from)).toMatchObject([
      { outcome: 'failed', errorCode: '22P02' },
      { outcome: 'stored' },
    ])
    const waits: [string, number][] = [
      ['2026-11-21T10:00:05Z', 0],
      ['2026-11-21T10:00:06Z', 1],
      ['2026-11-21T10:00:15Z', 0],
      ['2026-11-21T10:00:16Z', 1],
    ]
    for (const [at, tries] of waits) {
      await setClock(admin, at)
      expect([at, (await process(tenantId, from)).length]).toEqual([at, tries])
      expect((await api.listInbox({})).some((row) => row.tenantId === tenantId)).toBe(false)
    }
    expect(await waitingOf(tenantId)).toMatchObject([{ attempts: 3, error_code: '22P02' }])
    await admin`update memory.inbox set message = jsonb_set(message, '{numSegments}', '1') where tenant_id = ${tenantId}`
    await setClock(admin, '2026-11-21T10:00:36Z')
    expect(await process(tenantId, from)).toMatchObject([{ outcome: 'stored' }])
    expect(await waitingOf(tenantId)).toHaveLength(0)
  })

  test('refuse further messages even where they cannot be taken in', async () => {
    const tenant = await newTenant(admin)
    const { from, claim } = await talk(tenant)
    const message = { ...smsOf({ to: tenant.number, from, body: 'please stop texting me' }), numSegments: 'many' }
    await api.receiveSms({ message })
    expect(await claim()).toMatchObject({ action: 'none', reason: 'opted out' })
    expect(await waitingOf(tenant.tenantId)).toMatchObject([{ error_code: '22P02' }])
  })

  test('go to another number of the tenant where their own was taken away since', async () => {
    const tenant = await newTenant(admin)
    const other = newNumber()
    await admin`
      insert into tenancy.channel_endpoints (tenant_id, location_id, channel, address)
      values (${tenant.tenantId}, ${tenant.locationId}, 'sms', ${other})`
    const { from } = await acknowledge({ to: tenant.number })
    await admin`delete from tenancy.channel_endpoints where id = ${tenant.endpointId}`
    expect(await process(tenant.tenantId, from)).toMatchObject([{ outcome: 'stored', replyQueued: true }])
  })

  test('are listed by address, tenants taking turns, so that one tenant’s flood leaves the others theirs', async () => {
    const [loud, quiet] = [await newTenant(admin), await newTenant(admin)]
    await setClock(admin, '2026-11-21T10:00:00Z')
    for (let n = 0; n < 10; n++) await acknowledge({ to: loud.number })
    await setClock(admin, '2026-11-21T10:00:01Z')
    const late = await acknowledge({ to: quiet.number })
    await acknowledge({ to: quiet.number, from: late.from })
    const ours = (await api.listInbox({})).filter(({ tenantId }) =>
      [loud.tenantId, quiet.tenantId].includes(tenantId ?? ''),
    )
    expect(ours).toHaveLength(11)
    expect(ours[1]).toEqual({ tenantId: quiet.tenantId, channel: 'sms', address: late.from })
    expect(await api.listInbox({ limit: 3 })).toHaveLength(3)
    await Promise.all([loud, quiet].map(({ tenantId }) => takeInAll(tenantId)))
  })
})

describe('api.wake_inbox', () => {
  const jobs = () => admin`select state from pgboss.job where name = 'inbox' and state in ('created', 'active')`

  test('has one job wait, however often it is called, and another one once that one runs', async () => {
    await admin`delete from pgboss.job where name = 'inbox'`
    expect(await api.wakeInbox()).toBe(true)
    expect(await api.wakeInbox()).toBe(false)
    await admin`update pgboss.job set state = 'active', started_on = now() where name = 'inbox'`
    expect(await api.wakeInbox()).toBe(true)
    expect((await jobs()).map((job) => job.state).sort()).toEqual(['active', 'created'])
    await admin`delete from pgboss.job where name = 'inbox'`
  })
})
