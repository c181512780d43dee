import { afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber, serial } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'
import { tablesHolding } from './tables-holding.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let api: Api
let tenantId: string
beforeAll(async () => {
  database = await testDatabase()
  api = createApi(database.edge)
  tenantId = (await newTenant(database.admin)).tenantId
})
afterEach(() => resetClock(database.admin))

const START = '2026-11-21T15:00:00Z'
const later = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000)
const start = async (customerId: string, value = newNumber(), type = 'phone') => {
  const started = (await api.startVerification({ tenantId, customerId, type, value })) as {
    verificationId: string
    expiresAt: string
    code: string
  }
  return { ...started, value, wrong: started.code === '000000' ? '111111' : '000000' }
}
const confirm = (verificationId: string, code: string | null) =>
  api.confirmVerification({ tenantId, verificationId, code: code as string }) as Promise<Record<string, unknown>>

describe('a one-time code', () => {
  test('is six digits, and the right one links the value to the customer as verified', async () => {
    const customerId = await newCustomer(database.admin, tenantId)
    const started = await start(customerId)
    expect(started.code).toMatch(/^\d{6}$/)
    expect(await confirm(started.verificationId, ` ${started.code} `)).toMatchObject({ outcome: 'linked' })
    const [identity] = await database.admin`
      select customer_id, verified_by, verified_at is not null as verified from identity.customer_identities
      where tenant_id = ${tenantId} and value = ${started.value}`
    expect(identity).toEqual({ customer_id: customerId, verified_by: 'code', verified: true })
  })

  test('is in no column of any table, only its hash is', async () => {
    const started = await start(await newCustomer(database.admin, tenantId))
    expect(await tablesHolding(database.admin, started.verificationId)).toContain('identity.verifications')
    expect(await tablesHolding(database.admin, started.code, tenantId)).toEqual([])
  })

  test('that is texted is not returned, and in no column of any table once it is sent', async () => {
    const { tenantId: own, locationId } = await newTenant(database.admin)
    const value = newNumber()
    const customerId = await newCustomer(database.admin, own, { phone: value })
    const [conversation] = await database.admin`
      insert into memory.conversations (tenant_id, location_id, channel, address, customer_id)
      values (${own}, ${locationId}, 'sms', ${value}, ${customerId}) returning id`
    const conversationId: string = conversation?.id
    const started = await api.startVerification({ tenantId: own, customerId, type: 'phone', value, conversationId })
    expect(started.code).toBeNull()
    const [delivery] = await database.admin`select id from outreach.deliveries where tenant_id = ${own}`
    const job = { tenantId: own, deliveryId: delivery?.id as string }
    const channelState = { hasCredentials: true, demoMode: false, allowedRecipients: [] }
    const claim = await api.claimDelivery({ ...job, channelState })
    const code = /\b\d{6}\b/.exec(claim.action === 'send' ? claim.body : '')?.[0] ?? ''
    expect(await tablesHolding(database.admin, code, own)).toEqual(['memory.messages'])
    const result = { kind: 'accepted', sid: `SM${'1'.repeat(32)}`, segments: 1, price: null, priceUnit: null }
    await api.recordSendResult({ ...job, attempt: 1, result })
    expect(await tablesHolding(database.admin, code, own)).toEqual([])
    const { verificationId } = started
    expect(await api.confirmVerification({ tenantId: own, verificationId, code })).toMatchObject({ outcome: 'linked' })
  })

  test('opens nothing when it is missing, empty or wrong', async () => {
    const customerId = await newCustomer(database.admin, tenantId)
    const started = await start(customerId)
    const outcomes = []
    for (const code of [null, '', started.wrong]) outcomes.push(await confirm(started.verificationId, code))
    expect(outcomes).toEqual([4, 3, 2].map((attemptsLeft) => ({ outcome: 'wrong', attemptsLeft })))
    const [row] = await database.admin`
      select count(*)::integer as n from identity.customer_identities where tenant_id = ${tenantId} and customer_id = ${customerId}`
    expect(row?.n).toBe(0)
  })

  test('holds ten minutes and not a second longer', async () => {
    await setClock(database.admin, START)
    const [early, late] = [
      await start(await newCustomer(database.admin, tenantId)),
      await start(await newCustomer(database.admin, tenantId)),
    ]
    expect(new Date(late.expiresAt)).toEqual(later(10))
    await setClock(database.admin, new Date(later(10).getTime() - 1000))
    expect(await confirm(early.verificationId, early.code)).toMatchObject({ outcome: 'linked' })
    await setClock(database.admin, later(10))
    expect(await confirm(late.verificationId, late.code)).toEqual({ outcome: 'expired', attemptsLeft: 0 })
  })

  test('is locked after five wrong tries, also for the right one', async () => {
    const started = await start(await newCustomer(database.admin, tenantId))
    for (const attemptsLeft of [4, 3, 2, 1, 0])
      expect(await confirm(started.verificationId, started.wrong)).toEqual({ outcome: 'wrong', attemptsLeft })
    expect(await confirm(started.verificationId, started.code)).toEqual({ outcome: 'locked', attemptsLeft: 0 })
  })

  test('is good at the fifth try', async () => {
    const started = await start(await newCustomer(database.admin, tenantId))
    for (let n = 0; n < 4; n += 1) await confirm(started.verificationId, started.wrong)
    expect(await confirm(started.verificationId, started.code)).toMatchObject({ outcome: 'linked' })
  })

  test('works once', async () => {
    const started = await start(await newCustomer(database.admin, tenantId))
    await confirm(started.verificationId, started.code)
    expect(await confirm(started.verificationId, started.code)).toEqual({ outcome: 'expired', attemptsLeft: 0 })
  })

  test('ends when a new one for the same value is made, also by another customer', async () => {
    const first = await start(await newCustomer(database.admin, tenantId))
    const second = await start(await newCustomer(database.admin, tenantId), first.value)
    expect(await confirm(first.verificationId, first.code)).toMatchObject({ outcome: 'expired' })
    expect(await confirm(second.verificationId, second.code)).toMatchObject({ outcome: 'linked' })
  })

  test('is given five times an hour to a customer, whatever the value, and again an hour later', async () => {
    await setClock(database.admin, START)
    const customerId = await newCustomer(database.admin, tenantId)
    for (let n = 0; n < 5; n += 1) await start(customerId)
    expect(await failureOf(start(customerId))).toMatchObject({ code: 'RP007' })
    await setClock(database.admin, later(61))
    expect((await start(customerId)).code).toMatch(/^\d{6}$/)
  })

  test('is given five times an hour for a value, whoever asks', async () => {
    const value = newNumber()
    for (let n = 0; n < 5; n += 1) await start(await newCustomer(database.admin, tenantId), value)
    expect(await failureOf(start(await newCustomer(database.admin, tenantId), value))).toMatchObject({ code: 'RP007' })
  })

  test('for a value of another customer proves nothing about whose it is: a person decides', async () => {
    const value = `ann${serial('email')}@example.com`
    await newCustomer(database.admin, tenantId, { email: value })
    const started = await start(await newCustomer(database.admin, tenantId), value, 'email')
    expect(await confirm(started.verificationId, started.code)).toMatchObject({ outcome: 'pending' })
  })

  test('is not made for an unknown customer, another type, or a value that is not normalised', async () => {
    const customerId = await newCustomer(database.admin, tenantId)
    expect(await failureOf(start(crypto.randomUUID()))).toMatchObject({ code: 'RP001' })
    expect(await failureOf(start(customerId, 'x', 'web_user_id'))).toMatchObject({ code: '23514' })
    expect(await failureOf(start(customerId, '555-0100'))).toMatchObject({ code: '23514' })
    expect(await failureOf(start(customerId, 'Ann@example.com', 'email'))).toMatchObject({ code: '23514' })
    expect(await failureOf(confirm(crypto.randomUUID(), '123456'))).toMatchObject({ code: 'RP001' })
  })
})

nativeOnly.describe('many at once', () => {
  test('fifty guesses get five tries', async () => {
    const started = await start(await newCustomer(database.admin, tenantId))
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => confirm(started.verificationId, started.wrong)))
    expect(outcomes.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(5)
    expect(outcomes.filter(({ outcome }) => outcome === 'locked')).toHaveLength(45)
    expect(
      outcomes
        .map((found) => found.attemptsLeft)
        .sort()
        .slice(-5),
    ).toEqual([0, 1, 2, 3, 4])
  })

  test('ten uses of the right code link once', async () => {
    const started = await start(await newCustomer(database.admin, tenantId))
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => confirm(started.verificationId, started.code)))
    expect(outcomes.filter(({ outcome }) => outcome === 'linked')).toHaveLength(1)
  })

  test('codes for one value by twenty customers end in five codes, one of them open, without a deadlock', async () => {
    const value = newNumber()
    const customers = await Promise.all(Array.from({ length: 20 }, () => newCustomer(database.admin, tenantId)))
    const results = await Promise.allSettled(customers.map((id) => start(id, value)))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(5)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'RP007' })
    const [row] = await database.admin`
      select count(*)::integer as n from identity.verifications
      where tenant_id = ${tenantId} and value = ${value} and consumed_at is null`
    expect(row?.n).toBe(1)
  })

  test('starting, confirming and linking the same value collide in no deadlock', async () => {
    const value = newNumber()
    const customers = await Promise.all(Array.from({ length: 4 }, () => newCustomer(database.admin, tenantId)))
    const started = await start(customers[0] as string, value)
    const work = Array.from({ length: 40 }, (_, index) => {
      const customerId = customers[index % 4] as string
      if (index % 3 === 0) return confirm(started.verificationId, index === 30 ? started.code : started.wrong)
      if (index % 3 === 1) return start(customerId, value)
      return api.linkIdentity({ tenantId, customerId, type: 'phone', value, isShared: index % 2 === 0 })
    })
    const codes = (await Promise.allSettled(work)).map((result) =>
      result.status === 'rejected' ? (result.reason as { code: string }).code : 'ok',
    )
    expect(codes.filter((code) => code !== 'ok' && code !== 'RP007')).toEqual([])
  })
})
