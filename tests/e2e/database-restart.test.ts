import { describe, expect, test } from 'bun:test'
import { connect } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { installQueue } from '../../src/queue/install.ts'
import { startTwilioDouble } from '../fakes/twilio.ts'
import { freePort } from '../fixtures/free-port.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { burst } from './burst.ts'
import { expectNothingLost } from './nothing-lost.ts'
import { canRunCluster, startPrivateCluster } from './private-cluster.ts'
import { startServer, startWorkerProcess } from './process.ts'
import { openShop, twilioVariables } from './twilio-shop.ts'

const NUMBER = '+12025550161'

describe('a database that crashes under load', () => {
  test.skipIf(!canRunCluster)(
    'and comes back is worked with again by the same processes; nothing acknowledged is lost or answered twice',
    async () => {
      const cluster = await startPrivateCluster()
      try {
        const database = await connect({ databaseUrl: cluster.url, dataDir: '' })
        await migrate(database.pool(null), { installQueue })
        const { tenantId } = await newTenant(database.pool(null), { phone: NUMBER })
        await database.close()
        const twilio = await startTwilioDouble({ numbers: [NUMBER] })
        const port = await freePort()
        const publicUrl = `http://127.0.0.1:${port}`
        const url = `${publicUrl}/webhooks/twilio/sms`
        const own = { DATABASE_URL: cluster.url, PORT: String(port), PUBLIC_URL: publicUrl }
        const variables = { ...own, ...twilioVariables(twilio) }
        const children = await Promise.all([startServer(variables, '--no-worker'), startWorkerProcess(variables)])

        let isOver = false
        const sending = burst(twilio, { url, to: NUMBER, perSecond: 25, isOver: () => isOver })
        for (const pauseMs of [0, 1000]) {
          await Bun.sleep(2000)
          await cluster.crash()
          await Bun.sleep(pauseMs)
          await cluster.start()
        }
        isOver = true
        const acknowledged = await sending

        // By itself: the same worker, without anything being started again.
        const asked = { url, from: '+13125550171', to: NUMBER, body: 'What are your hours?' }
        const { messageSid, status } = await twilio.inbound(asked)
        expect(status).toBe(200)
        await eventually(
          async () => twilio.messages.some(({ to }) => to === asked.from) || undefined,
          'the reply after the crashes',
          20_000,
        )

        const settling = await connect({ databaseUrl: cluster.url, dataDir: '' })
        const shop = openShop(settling, variables)
        await shop.settle()
        await twilio.callbacksSettled()
        for (const child of children) child.kill('SIGTERM')
        expect(await Promise.all(children.map(({ exited }) => exited))).toEqual([0, 0])
        const all = [...acknowledged, { ...asked, messageSid, posts: 1 }]
        const rest = await expectNothingLost(shop.admin, tenantId, twilio, all)
        expect(rest.delivered ?? 0).toBeGreaterThan(50)
        expect(acknowledged.some(({ posts }) => posts > 1)).toBe(true)
        await settling.close()
        await twilio.stop()
      } finally {
        await cluster.drop()
      }
    },
    90_000,
  )
})
