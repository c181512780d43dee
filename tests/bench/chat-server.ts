import { serve } from '../../src/bun.ts'
import { connect } from '../../src/db/connect.ts'
import { loadEnv } from '../../src/env.ts'
import { createLogger } from '../../src/logger.ts'
import { createRuntime } from '../../src/runtime.ts'
import { freePort } from '../fixtures/free-port.ts'

/**
 * The process that `bench chat` measures: the product's server and workers in one, as `rapport start` runs them, and on another
 * port a proxy that hands the model's stream through as it comes. Takes its environment as JSON, tells where it listens, and on
 * `done` how much memory it took at most.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
const port = await freePort()
const env = loadEnv({ ...settings, PORT: String(port) })
const database = await connect({ databaseUrl: settings.DATABASE_URL ?? '', dataDir: '' })
const logger = createLogger({
  level: 'warn',
  sink: (line) => process.stderr.write(`${line}\n`),
})
const runtime = createRuntime({ env, logger, database })
const app = runtime.createApp()
const server = await serve(app, { port, hostname: '127.0.0.1' })
const worker = await runtime.startWorker()

const proxy = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  idleTimeout: 60,
  fetch: async () => {
    const answer = await fetch(`${env.OPENAI_BASE_URL}/responses`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${env.OPENAI_API_KEY}`, 'Content-Type': 'application/json' },
      body: '{}',
    })
    return new Response(answer.body, { headers: { 'Content-Type': 'text/event-stream' } })
  },
})

let most = 0
const sampling = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 1000)
process.send?.({ url: server.url, proxyUrl: `http://127.0.0.1:${proxy.port}/` })
process.on('message', async () => {
  clearInterval(sampling)
  process.send?.({ mostBytes: most })
  await server.stop()
  await Promise.all([worker.stop(), app.close(), proxy.stop(true)])
  await database.close()
  process.exit(0)
})
