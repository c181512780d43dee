import { newApiKey } from '../../src/api-key.ts'
import { connect, type Database } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { migrate } from '../../src/db/migrate.ts'
import { installQueue } from '../../src/queue/install.ts'
import { startTwilioDouble, type TwilioDouble } from '../fakes/twilio.ts'
import { testDatabase } from '../fixtures/database.ts'
import { testServer } from '../fixtures/lane.ts'
import { createDatabase, dropDatabase } from '../fixtures/native.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../fixtures/tenant.ts'

/** Where Twilio believes that the Worker is. */
export const PUBLIC_URL = 'https://rapport.example.com'

/** A shop with one customer and Twilio, on a database of its own: cron works on every queue that it finds. */
export interface EdgeShop {
  admin: ReturnType<Database['pool']>
  urls: { edge: string; worker: string }
  tenant: TestTenant
  customer: { phone: string }
  /** the public key of its web endpoint */
  widget: string
  apiKey: string
  twilio: TwilioDouble
  /** what the Worker is configured with */
  variables: Record<string, string>
  /** states of the deliveries to the customer, oldest first */
  deliveryStates(): Promise<string[]>
  close(): Promise<void>
}

/** @param served where the Worker is really reached, known once it runs */
export async function openEdgeShop(served: () => string): Promise<EdgeShop> {
  // The run's own database has given the roles their passwords.
  const { urls } = await testDatabase()
  if (!testServer || !urls) throw new Error('needs TEST_DATABASE_URL')
  const url = await createDatabase(testServer)
  const database = await connect({ databaseUrl: url, dataDir: '' })
  const admin = database.pool(null, { max: 4 })
  await migrate(admin, { installQueue })

  const tenant = await newTenant(admin)
  const phone = newNumber()
  await newCustomer(admin, tenant.tenantId, { firstName: 'Ada', lastName: 'Edge', phone })
  const widget = 'edge-widget'
  await admin`
    insert into tenancy.channel_endpoints (tenant_id, location_id, channel, address, provider)
    values (${tenant.tenantId}, ${tenant.locationId}, 'web', ${widget}, 'web')`
  const key = await newApiKey()
  await createApi(admin).createApiKey({
    tenantId: tenant.tenantId,
    name: 'edge',
    keyHash: key.hash,
    keyPrefix: key.prefix,
    scopes: ['context:read'],
  })
  const twilio = await startTwilioDouble({
    numbers: [tenant.number],
    deliverTo: (publicUrl) => publicUrl.replace(PUBLIC_URL, served()),
  })
  return {
    admin,
    urls: { edge: elsewhere(urls.edge, url), worker: elsewhere(urls.worker, url) },
    tenant,
    customer: { phone },
    widget,
    apiKey: key.text,
    twilio,
    variables: {
      PUBLIC_URL,
      METRICS_PUBLIC: 'true',
      JWT_SECRET: 'a secret of the tests, of at least 32 characters',
      TWILIO_ACCOUNT_SID: twilio.accountSid,
      TWILIO_AUTH_TOKEN: twilio.authToken,
      TWILIO_BASE_URL: twilio.url,
    },
    deliveryStates: async () => {
      const rows = await admin`select state from outreach.deliveries where to_address = ${phone} order by created_at`
      return rows.map((row) => row.state as string)
    },
    close: async () => {
      await twilio.stop()
      await database.close()
      await dropDatabase(testServer ?? '', url)
    },
  }
}

/** The login of one URL in the database of the other. Without a password Hyperdrive would refuse it. */
function elsewhere(login: string, database: string): string {
  const url = new URL(login)
  url.pathname = new URL(database).pathname
  return url.href
}
