import { serve } from '../../src/bun.ts'
import { parseForm } from '../../src/channels/twilio/form.ts'
import { readInboundSms } from '../../src/channels/twilio/inbound.ts'
import { isTwilioSignatureValid } from '../../src/channels/twilio/signature.ts'
import { emptyTwiml } from '../../src/channels/twilio/twiml.ts'
import { connect } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import { createAuth } from '../../src/http/auth.ts'
import { createLogger } from '../../src/logger.ts'
import { createRuntime } from '../../src/runtime.ts'
import { freePort } from '../fixtures/free-port.ts'
import type { BenchDatabase } from './database.ts'

export const TOKEN = 'a token of the benchmark'

/**
 * The product's application on loopback, logged in as rapport_edge, with two more routes behind the same middleware and the
 * same checks: `GET /bench/query/{anything}`, guarded by API keys, makes one `select 1`; `POST /bench/insert` checks
 * Twilio's signature and the form and makes one insert into a table without indexes.
 */
export async function serveBench({ admin, urls }: BenchDatabase) {
  await admin.unsafe(`
    create table bench.inbox (sid text, sender text, recipient text, body text, raw jsonb);
    grant usage on schema bench to rapport_edge;
    grant insert on bench.inbox to rapport_edge`)
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const env = loadEnv({ PUBLIC_URL: publicUrl, DATABASE_URL: urls.edge })
  const database = await connect({ databaseUrl: urls.edge, dataDir: '', max: 10 })
  // Lines are made as in production and thrown away.
  const logger = createLogger({ level: 'info', sink: () => {} })
  const built = createRuntime({ env, logger, database, demoTwilioToken: TOKEN }).createApp()
  const sql = database.pool('rapport_edge')
  const auth = createAuth({ api: createApi(sql), logger, clock: () => new Date(), publicUrl })

  built.app.get('/bench/query/:identifier', auth.requireScope('context:read'), async (c) => {
    const [row] = await sql`select 1 as value`
    return c.json({ value: row?.value }, 200)
  })
  built.app.post('/bench/insert', async (c) => {
    const params = parseForm(await c.req.text())
    const signature = c.req.header('X-Twilio-Signature')
    if (!isTwilioSignatureValid({ publicUrl, requestUrl: c.req.url, params, signature, authTokens: [TOKEN] })) {
      return c.body(null, 403)
    }
    const sms = readInboundSms(params)
    await sql`insert into bench.inbox values (${sms.messageSid}, ${sms.from}, ${sms.to}, ${sms.body}, ${sms.raw as never})`
    return c.body(emptyTwiml(), 200, { 'Content-Type': 'text/xml' })
  })

  const server = await serve(built, { port, hostname: '127.0.0.1' })
  return {
    url: publicUrl,
    async close() {
      await server.stop()
      await auth.flush()
      await built.close()
      await database.close()
    },
  }
}
