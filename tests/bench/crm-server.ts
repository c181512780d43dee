import { serve } from '../../src/bun.ts'
import { verifyHousecallSignature } from '../../src/crm/housecall/signature.ts'
import { parseStorableJson } from '../../src/crm/storable-json.ts'
import { connect } from '../../src/db/connect.ts'
import { loadEnv } from '../../src/env.ts'
import { createLogger } from '../../src/logger.ts'
import { createRuntime } from '../../src/runtime.ts'
import { freePort } from '../fixtures/free-port.ts'
import type { BenchDatabase } from './database.ts'

export const SECRET = 'a secret of the benchmark'

/**
 * The product's application on loopback for one tenant of HousecallPro, with one more route behind the same middleware:
 * `POST /bench/housecall` checks the same signature over the same bytes and makes one insert into a table without indexes.
 */
export async function serveHousecallBench({ admin, urls }: BenchDatabase, tenantId: string) {
  await admin.unsafe(`
    create schema if not exists bench;
    create table bench.housecall (kind text, body jsonb);
    grant usage on schema bench to rapport_edge;
    grant insert on bench.housecall to rapport_edge`)
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const variables = { PUBLIC_URL: publicUrl, DATABASE_URL: urls.edge, TENANT_ID: tenantId }
  const env = loadEnv({ ...variables, HOUSECALL_WEBHOOK_SECRET: SECRET })
  const database = await connect({ databaseUrl: urls.edge, dataDir: '', max: 10 })
  // Lines are made as in production and thrown away.
  const logger = createLogger({ level: 'info', sink: () => {} })
  const built = createRuntime({ env, logger, database }).createApp()
  const sql = database.pool('rapport_edge')

  built.app.post('/bench/housecall', async (c) => {
    const rawBody = new Uint8Array(await c.req.arrayBuffer())
    const [timestamp, signature] = [c.req.header('Api-Timestamp'), c.req.header('Api-Signature')]
    const checked = { timestamp, signature, rawBody, secrets: [SECRET], toleranceSeconds: 300, now: new Date() }
    if (!verifyHousecallSignature(checked).isValid) return c.body(null, 403)
    const body = parseStorableJson(new TextDecoder().decode(rawBody)) as { event: string }
    await sql`insert into bench.housecall values (${body.event}, ${body as never})`
    return c.json({ outcome: 'stored' }, 200)
  })

  const server = await serve(built, { port, hostname: '127.0.0.1' })
  return {
    url: publicUrl,
    async close() {
      await server.stop()
      await built.close()
      await database.close()
    },
  }
}
