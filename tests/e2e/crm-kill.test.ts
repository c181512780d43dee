import { afterAll, beforeAll, expect } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { housecallState } from '../crm/housecall-state.ts'
import { type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { nativeDatabase, type OwnDatabase } from './own-database.ts'
import { type Child, spawnRapport, type Variables } from './process.ts'

const KILLS = 20
let own: OwnDatabase
let admin: Sql
let double: HousecallDouble

nativeOnly.describe('kill -9 in the middle of a full sync', () => {
  beforeAll(async () => {
    own = await nativeDatabase()
    admin = (await own.open()).pool(null)
    double = await startHousecallDouble()
    fillBusiness(double.store, { customers: 120, jobs: 500, until: new Date() })
  }, 60_000)
  afterAll(async () => {
    await double.stop()
    await own.remove()
  })

  const newShop = async () => {
    const { tenantId } = await newTenant(admin, { settings: { crmSync: { pageSize: 10 } } })
    const variables: Variables = {
      ...own.variables,
      TENANT_ID: tenantId,
      HOUSECALL_API_KEY: double.apiKey,
      HOUSECALL_BASE_URL: double.url,
      HOUSECALL_REQUESTS_PER_SECOND: '1000',
    }
    return { tenantId, sync: () => spawnRapport(['crm', 'sync', '--full', '--json'], variables) }
  }

  /** Kills a process around its n-th request: before it is answered, while it is taken in, or a little later. */
  const killAt = async (child: Child, requests: number): Promise<'killed' | 'ended'> => {
    let seen = 0
    const { promise: reached, resolve } = Promise.withResolvers<void>()
    double.onRequest(() => {
      seen += 1
      if (seen === requests) resolve()
    })
    const first = await Promise.race([reached, child.exited])
    if (first !== undefined) return 'ended'
    await Bun.sleep(Math.random() * 25)
    child.kill('SIGKILL')
    return (await child.exited) === 137 ? 'killed' : 'ended'
  }

  nativeOnly.test(
    `at ${KILLS} random points and taken up each time ends in the same rows, and no page is fetched more than three times`,
    async () => {
      const killed = await newShop()
      for (let n = 0; n < KILLS; n += 1) {
        expect(await killAt(killed.sync(), 1 + Math.floor(Math.random() * 25))).toBe('killed')
      }
      const last = killed.sync()
      expect([await last.exited, last.stderr()]).toEqual([0, expect.any(String)])
      expect(JSON.parse(last.stdout())).toMatchObject({ state: 'done', progress: 1 })
      const fetched = [...double.counts()].filter(([, times]) => times > 1)
      expect(fetched.filter(([, times]) => times > 3)).toEqual([])
      // One request more for each kill at most: what was under way.
      expect(fetched.reduce((sum, [, times]) => sum + times - 1, 0)).toBeLessThanOrEqual(KILLS)

      const clean = await newShop()
      expect(await clean.sync().exited).toBe(0)
      const [state, expected] = await Promise.all(
        [killed, clean].map(({ tenantId }) => housecallState(admin, tenantId)),
      )
      expect(expected?.['context.customer_job_history']).toHaveLength(500)
      expect(state).toEqual(expected as Record<string, string[]>)
    },
    300_000,
  )
})
