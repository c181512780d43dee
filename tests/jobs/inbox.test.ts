import { beforeAll, describe, expect, test } from 'bun:test'
import { inbox } from '../../jobs/inbox.ts'
import type { Sql } from '../../src/db/connect.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { createWaker } from '../../src/queue/waker.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { smsOf } from '../functions/outreach/inbound.ts'
import { eventually, keptLogger } from './queue-fixture.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.worker)
})

function contextOf() {
  const { logger, lines } = keptLogger()
  const signal = new AbortController().signal
  return {
    lines,
    context: { jobId: crypto.randomUUID(), queue: 'inbox', attempt: 1, isLastAttempt: false, signal, logger },
  }
}
const storedOf = (tenantId: string) =>
  admin`select body from memory.messages where tenant_id = ${tenantId} order by created_at, id`

describe('the inbox job', () => {
  test('takes in what waits of all tenants, messages of one sender in their order, and logs no personal data', async () => {
    const tenants = await Promise.all(Array.from({ length: 3 }, () => newTenant(admin)))
    const from = newNumber()
    for (const body of ['gate code 4711', 'second', 'third'])
      for (const { number } of tenants) await api.receiveSms({ message: smsOf({ to: number, from, body }) })
    const { context, lines } = contextOf()
    await inbox({ api }).handle(null, context)
    for (const { tenantId } of tenants) {
      expect((await storedOf(tenantId)).map((row) => row.body)).toEqual(['gate code 4711', 'second', 'third'])
      expect(lines.filter((line) => line.includes('sms_taken_in') && line.includes(tenantId))).toHaveLength(3)
    }
    for (const personal of [from, 'gate code']) expect(lines.join()).not.toContain(personal)
  })

  test('goes on with the others where one message cannot be taken in, and says so', async () => {
    const tenant = await newTenant(admin)
    await api.receiveSms({ message: { ...smsOf({ to: tenant.number, body: 'broken' }), numSegments: 'many' } })
    await api.receiveSms({ message: smsOf({ to: tenant.number, body: 'whole' }) })
    const { context, lines } = contextOf()
    await inbox({ api }).handle(null, context)
    expect((await storedOf(tenant.tenantId)).map((row) => row.body)).toEqual(['whole'])
    const failures = lines.filter((line) => line.includes('sms_not_taken_in') && line.includes(tenant.tenantId))
    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain('22P02')
    await admin`delete from memory.inbox where tenant_id = ${tenant.tenantId}`
  })

  test('works a long backlog off in slices: it ends in time and sees to it that another one follows', async () => {
    let woken = 0
    const address = { tenantId: crypto.randomUUID(), channel: 'sms', address: '+13125550100' }
    const endless = {
      listInbox: async () => [{ ...address }],
      processInbox: async () => ({
        isBusy: false,
        messages: [{ outcome: 'failed' as const, requestId: null, errorCode: 'x' }],
      }),
      wakeInbox: async () => {
        woken += 1
        return true
      },
    }
    await inbox({ api: endless }, 20).handle(null, contextOf().context)
    expect(woken).toBe(1)
  })

  nativeOnly.test('comes back to an address that somebody else decides about at that moment', async () => {
    const tenant = await newTenant(admin)
    const sms = smsOf({ to: tenant.number })
    await api.receiveSms({ message: sms })
    const { context } = contextOf()
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
    const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>()
    const holding = admin.begin(async (sql) => {
      await sql`select set_config('rapport.tenant_id', ${tenant.tenantId}, true), outreach.lock_address('sms', ${sms.from})`
      isLocked()
      await held
    })
    await locked
    const address = { tenantId: tenant.tenantId, channel: 'sms', address: sms.from }
    expect(await api.processInbox(address)).toEqual({ isBusy: true, messages: [] })
    const work = inbox({ api }).handle(null, context)
    await Bun.sleep(50)
    expect(await storedOf(tenant.tenantId)).toHaveLength(0)
    letGo()
    await Promise.all([holding, work])
    expect(await storedOf(tenant.tenantId)).toHaveLength(1)
  })

  nativeOnly.test(
    'may run many times at once: 200 messages of 20 senders, each taken in once and in order',
    async () => {
      const tenant = await newTenant(admin)
      const senders = Array.from({ length: 20 }, () => newNumber())
      for (let n = 0; n < 10; n++)
        await Promise.all(
          senders.map((from) => api.receiveSms({ message: smsOf({ to: tenant.number, from, body: `message ${n}` }) })),
        )
      const { context } = contextOf()
      await Promise.all(Array.from({ length: 4 }, () => inbox({ api }).handle(null, context)))
      const stored = await admin`
      select c.address, array_agg(m.body order by m.created_at, m.id) as bodies
      from memory.messages as m join memory.conversations as c on c.id = m.conversation_id
      where m.tenant_id = ${tenant.tenantId} and m.direction = 'inbound' group by c.address`
      expect(stored).toHaveLength(20)
      for (const { bodies } of stored) expect(bodies).toEqual(Array.from({ length: 10 }, (_, n) => `message ${n}`))
    },
  )
})

describe('the waker', () => {
  const wakerOver = (wakeInbox: () => Promise<boolean>) => {
    const { logger, lines } = keptLogger()
    return { waker: createWaker({ tell: wakeInbox, logger }), lines }
  }

  test('tells of many messages at once, and of each that came after its last call began', async () => {
    const gate = Promise.withResolvers<boolean>()
    let calls = 0
    const { waker } = wakerOver(() => {
      calls += 1
      return calls === 1 ? gate.promise : Promise.resolve(true)
    })
    waker.wake()
    expect(calls).toBe(1)
    for (let n = 0; n < 100; n++) waker.wake()
    gate.resolve(true)
    await eventually(async () => calls === 2 || undefined, 'the second call')
    await waker.close()
    expect(calls).toBe(2)
  })

  test('tries again when the database is away, and tells at the end what it had not told', async () => {
    let calls = 0
    const { waker, lines } = wakerOver(() => {
      calls += 1
      return calls === 1 ? Promise.reject(new Error('away')) : Promise.resolve(true)
    })
    waker.wake()
    await eventually(async () => lines.some((line) => line.includes('inbox_not_woken')) || undefined, 'the failure')
    await waker.close()
    expect(calls).toBe(2)
  })
})
