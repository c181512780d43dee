import { describe, expect } from 'bun:test'
import { startTwilioDouble, type TwilioDouble } from '../fakes/twilio.ts'
import { freePort } from '../fixtures/free-port.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { burst } from './burst.ts'
import { expectNothingLost } from './nothing-lost.ts'
import { folderDatabase, nativeDatabase, type OwnDatabase } from './own-database.ts'
import { type Starting, spawnServer, spawnWorker, startServer, type Variables } from './process.ts'
import { openShop, twilioVariables } from './twilio-shop.ts'

const NUMBER = '+12025550142'

interface Stage {
  own: OwnDatabase
  tenantId: string
  twilio: TwilioDouble
  variables: Variables
  url: string
}

async function stage(own: OwnDatabase): Promise<Stage> {
  const database = await own.open()
  const { tenantId } = await newTenant(database.pool(null), { phone: NUMBER })
  await database.close()
  const twilio = await startTwilioDouble({ numbers: [NUMBER, '+16175550100'] })
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const variables = { ...own.variables, ...twilioVariables(twilio), PORT: String(port), PUBLIC_URL: publicUrl }
  return { own, tenantId, twilio, variables, url: `${publicUrl}/webhooks/twilio/sms` }
}

interface Killing {
  spawn: () => Starting
  times: number
  /** how long after it is up, at most */
  withinMs: number
  /** before the last kill, while the process is up */
  beforeLast?: () => Promise<void>
}

/** Starts a process again and again and kills it: now at some moment of its work, now while it still starts. */
async function killRepeatedly({ spawn, times, withinMs, beforeLast }: Killing): Promise<void> {
  for (let n = 1; n <= times; n += 1) {
    const child = spawn()
    const isEarly = n % 2 === 0 && n < times
    if (!isEarly) await child.up
    if (n === times) await beforeLast?.()
    await Bun.sleep(Math.random() * (isEarly ? 1000 : withinMs))
    child.kill('SIGKILL')
    expect(await child.exited).toBe(137)
  }
}

describe('kill -9 during a burst of messages', () => {
  nativeOnly.test(
    '4 times on an embedded folder: nothing acknowledged is lost, nothing is answered twice',
    async () => {
      const own = await folderDatabase()
      const { tenantId, twilio, variables, url } = await stage(own)
      let isOver = false
      const sending = burst(twilio, { url, to: NUMBER, perSecond: 5, isOver: () => isOver })
      const beforeLast = async () => {
        isOver = true
        await sending
      }
      await killRepeatedly({ spawn: () => spawnServer(variables), times: 4, withinMs: 300, beforeLast })
      const acknowledged = await sending

      const shop = openShop(await own.open(), variables)
      await shop.settle()
      const rest = await expectNothingLost(shop.admin, tenantId, twilio, acknowledged)
      expect(rest.sent ?? 0).toBeGreaterThan(0)
      await own.remove()
      await twilio.stop()
    },
    300_000,
  )

  const native = 'server and worker at 50 random points: nothing acknowledged is lost, nothing is answered twice'
  nativeOnly.test(
    native,
    async () => {
      const own = await nativeDatabase()
      const { tenantId, twilio, variables, url } = await stage(own)
      let isOver = false
      const sending = burst(twilio, { url, to: NUMBER, perSecond: 25, isOver: () => isOver })
      await Promise.all([
        killRepeatedly({ spawn: () => spawnServer(variables, '--no-worker'), times: 25, withinMs: 800 }),
        killRepeatedly({ spawn: () => spawnWorker(variables), times: 25, withinMs: 800 }),
      ])
      isOver = true
      // Up until the end, to take Twilio's reports.
      const server = await startServer(variables, '--no-worker')
      const acknowledged = await sending
      const shop = openShop(await own.open(), variables)
      await shop.settle()
      await twilio.callbacksSettled()
      server.kill('SIGTERM')
      expect(await server.exited).toBe(0)

      const rest = await expectNothingLost(shop.admin, tenantId, twilio, acknowledged)
      expect(acknowledged.length).toBeGreaterThan(100)
      expect(rest.delivered ?? 0).toBeGreaterThan(50)
      await own.remove()
      await twilio.stop()
    },
    300_000,
  )
})
