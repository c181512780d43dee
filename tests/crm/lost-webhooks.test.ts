import { afterAll, afterEach, beforeAll, expect } from 'bun:test'
import { createHash } from 'node:crypto'
import { housecallPhones } from '../../src/crm/housecall/phones.ts'
import type { Sql } from '../../src/db/connect.ts'
import { type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
import type { HousecallEvent } from '../fakes/housecall-webhooks.ts'
import { seeded } from '../fakes/seeded.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { housecallState } from './housecall-state.ts'
import { workInOffice } from './office-day.ts'
import { type Account, newAccount } from './sync-fixture.ts'

const MORNING = Date.now() - 24 * 3_600_000
let admin: Sql
let now = new Date(MORNING)
let double: HousecallDouble
beforeAll(async () => {
  admin = (await testDatabase()).admin
  double = await startHousecallDouble({ now: () => now })
  fillBusiness(double.store, { customers: 30, jobs: 80, until: now })
})
afterEach(() => resetClock(admin))
afterAll(() => double.stop())

/** As the webhook hands them on: each stored, then worked off. */
const receive = async ({ api, tenantId }: Account, events: HousecallEvent[]) => {
  for (const { body } of events) {
    const event: unknown = JSON.parse(body)
    const bodyHash = createHash('sha256').update(body).digest('hex')
    const { eventId } = await api.receiveHousecallEvent({ tenantId, event, bodyHash, phones: housecallPhones(event) })
    if (eventId) expect(await api.processHousecallEvent({ tenantId, eventId })).toMatchObject({ failures: [] })
  }
}

const without = (rows: string[] = [], others: string[] = []) => {
  const known = new Set(others)
  return rows.filter((row) => !known.has(row))
}

nativeOnly.test(
  '500 shuffled and repeated webhooks, a tenth of them lost, one poll and one reconciliation end in the rows of a clean full sync',
  async () => {
    const settings = { crmSync: { pageSize: 20, pollLineItems: 1000 } }
    const shop = await newAccount({ double, settings })
    await setClock(admin, now)
    expect(await shop.sync('full')).toMatchObject({ state: 'done' })
    await shop.readNotes()

    now = new Date(now.getTime() + 3_600_000)
    double.events.length = 0
    workInOffice(double, 460, 7, (seconds) => {
      now = new Date(now.getTime() + seconds * 1000)
    })
    const chance = seeded(11)
    expect(double.events.length).toBeGreaterThan(500)
    const events = double.events.slice(-500)
    const arriving = events.filter(() => !chance.happens(0.1))
    const repeated = arriving.flatMap((event) => (chance.happens(0.2) ? [event, event] : [event]))
    now = new Date(now.getTime() + 60_000)
    await setClock(admin, now)
    await receive(shop, chance.shuffle(repeated))

    now = new Date(now.getTime() + 60_000)
    await setClock(admin, now)
    expect(await shop.sync('poll')).toMatchObject({ state: 'done' })
    expect(await shop.sync('reconcile')).toMatchObject({ state: 'done' })

    const clean = await newAccount({ double, settings })
    expect(await clean.sync('full')).toMatchObject({ state: 'done' })
    await Promise.all([shop.readNotes(), clean.readNotes()])
    const [state, expected] = [await housecallState(admin, shop.tenantId), await housecallState(admin, clean.tenantId)]
    for (const [table, rows] of Object.entries(expected)) {
      const differs = { table, missing: without(rows, state[table]), added: without(state[table], rows) }
      expect(differs).toEqual({ table, missing: [], added: [] })
      expect(state[table]).toHaveLength(rows.length)
    }
    expect(expected['context.customer_job_history']?.length).toBeGreaterThan(100)
    expect(expected['context.job_items']?.length).toBeGreaterThan(100)
  },
  120_000,
)
