import { describe, expect, test } from 'bun:test'
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

/** Starts a process again and again and kills it: now while it starts, now at some moment of its work. */
async function killRepeatedly(spawn: () => Starting, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const child = spawn()
    if (n % 3 !== 2) await child.up
    await Bun.sleep(Math.random() * (n % 3 === 2 ? 1000 : 300))
    child.kill('SIGKILL')
    expect(await child.exited).toBe(137)
  }
}

describe('kill -9 during a burst of messages', () => {
  test('10 times on embedded folders: nothing acknowledged is lost, nothing is answered twice', async () => {
    // Two folders at once: most of the time is spent starting.
    const rounds = [await folderDatabase(), await folderDatabase()].map(async (own) => {
      const { tenantId, twilio, variables, url } = await stage(own)
      let isOver = false
      const sending = burst(twilio, { url, to: NUMBER, perSecond: 8, isOver: () => isOver })
      await killRepeatedly(() => spawnServer(variables), 5)
      isOver = true
      const last = await startServer(variables)
      const acknowledged = await sending
      last.kill('SIGTERM')
      expect(await last.exited).toBe(0)

      const shop = openShop(await own.open(), variables)
      await shop.settle()
      const rest = await expectNothingLost(shop.admin, tenantId, twilio, acknowledged)
      expect(acknowledged.length).toBeGreaterThan(10)
      expect(rest.sent ?? 0).toBeGreaterThan(0)
      await own.remove()
      await twilio.stop()
    })
    await Promise.all(rounds)
  }, 60_000)

  nativeOnly.test('of server and worker at 50 random points: nothing acknowledged is lost, nothing is answered twice', async () => {
    const own = await nativeDatabase()
    const { tenantId, twilio, variables, url } = await stage(own)
    let isOver = false
    const sending = burst(twilio, { url, to: NUMBER, perSecond: 20, isOver: () => isOver })
    await Promise.all([
      killRepeatedly(() => spawnServer(variables, '--no-worker'), 25),
      killRepeatedly(() => spawnWorker(variables), 25),
    ])
    isOver = true
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
    console.info(`${acknowledged.length} messages, ${acknowledged.filter(({ posts }) => posts > 1).length} posted again`, rest)
    await own.remove()
    await twilio.stop()
  }, 120_000)
})
