import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { newSid, queueReply, receive } from './inbound.ts'

const channelState = { hasCredentials: true, demoMode: false, allowedRecipients: [] }

nativeOnly.describe('at the same moment', () => {
  let admin: Sql
  let edge: Sql
  let api: Api
  beforeAll(async () => {
    const database = await testDatabase()
    admin = database.admin
    edge = database.edge
    api = createApi(database.worker)
  })

  const stateOf = async (deliveryId: string) =>
    (await admin`select state, reason, attempt from outreach.deliveries where id = ${deliveryId}`)[0]

  test('of eight workers that claim one delivery, one is told to send: 50 rounds', async () => {
    const tenant = await newTenant(admin)
    for (let round = 0; round < 50; round++) {
      const received = await receive(edge, { to: tenant.number })
      const job = { tenantId: tenant.tenantId, deliveryId: await queueReply(admin, received) }
      const claims = await Promise.all(Array.from({ length: 8 }, () => api.claimDelivery({ ...job, channelState })))
      expect(claims.filter((claim) => claim.action === 'send')).toHaveLength(1)
      expect(await admin`select from outreach.delivery_attempts where delivery_id = ${job.deliveryId}`).toHaveLength(1)
    }
  }, 60_000)

  test('a STOP and a claim take turns: nothing is claimed once the STOP is stored, 200 rounds', async () => {
    const tenant = await newTenant(admin)
    const outcomes = { send: 0, none: 0, after: 0 }
    for (let round = 0; round < 200; round++) {
      const from = newNumber()
      const received = await receive(edge, { to: tenant.number, from })
      const job = { tenantId: tenant.tenantId, deliveryId: await queueReply(admin, received) }
      let stopStored = false
      const stop = receive(edge, { to: tenant.number, from, body: 'STOP' }).then(() => {
        stopStored = true
      })
      // Spread over the time a STOP takes: before, amid and after it.
      for (let wait = 0; wait < round % 40; wait++) await new Promise((resolve) => setImmediate(resolve))
      const isAfter = stopStored
      const claim = await api.claimDelivery({ ...job, channelState })
      await stop
      outcomes[isAfter ? 'after' : claim.action] += 1
      if (isAfter) expect(claim.action).toBe('none')
      const state = await stateOf(job.deliveryId)
      if (claim.action === 'send') expect(state).toMatchObject({ state: 'sending', attempt: 1 })
      else expect(state).toMatchObject({ state: 'canceled', reason: 'opted out', attempt: 0 })
      expect((await api.claimDelivery({ ...job, channelState })).action).toBe('none')
    }
    expect(outcomes.send).toBeGreaterThan(0)
    expect(outcomes.none + outcomes.after).toBeGreaterThan(0)
  }, 120_000)

  test('messages, claims, results, callbacks and the reconciler do not deadlock and leave each delivery in one final state', async () => {
    const tenant = await newTenant(admin, { onCallPhone: newNumber() })
    const numbers = Array.from({ length: 4 }, () => newNumber())
    const customer = async (from: string) => {
      for (const body of [
        'Hello',
        'gas leak!',
        'STOP',
        'START',
        'flooding',
        'Hello again',
        'please stop texting me',
        'YES',
      ]) {
        const received = await receive(edge, { to: tenant.number, from, body })
        const deliveryId = await queueReply(admin, received, { purpose: 'staff' })
        if (!deliveryId) continue
        const job = { tenantId: tenant.tenantId, deliveryId }
        const claim = await api.claimDelivery({ ...job, channelState })
        if (claim.action !== 'send') continue
        const sid = newSid()
        const { attempt } = claim
        const report = (status: string) =>
          api.applyStatusCallback({ ...job, attempt, event: { messageSid: sid, status, errorCode: null, raw: {} } })
        await Promise.all([
          api.recordSendResult({
            ...job,
            attempt,
            result: { kind: 'accepted', sid, segments: 1, price: null, priceUnit: 'USD' },
          }),
          report('delivered'),
          report('sent'),
          api.claimUnknownDeliveries({}),
        ])
      }
    }
    await Promise.all([...numbers, ...numbers, ...numbers].map(customer))
    const states = await admin`
      select distinct state from outreach.deliveries where tenant_id = ${tenant.tenantId} and purpose = 'staff' order by 1`
    expect(states.map((row) => row.state)).toEqual(['canceled', 'delivered'])
  }, 60_000)
})
