import { connect } from '../../src/db/connect.ts'
import { createLogger } from '../../src/logger.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { onShutdown } from '../../src/queue/shutdown.ts'
import { startWorker } from '../../src/queue/work.ts'
import { definitionOf, queueApi } from './queue-fixture.ts'

// A worker as a process of its own: `bun queue-process.ts <the worker role's URL> <declaration as JSON>`. It says `begun` when its job runs
// and ends the job when a row says so, so that the test decides what happens in between.
const [url, declaration] = process.argv.slice(2) as [string, string]
const database = await connect({ databaseUrl: url, dataDir: '' })
const sql = database.pool(null)
const logger = createLogger({ level: 'info', sink: (line) => process.stderr.write(`${line}\n`) })
const queue = await startQueue({ sql, logger, listen: true })
const definition = definitionOf(JSON.parse(declaration), async ({ n }) => {
  process.stdout.write('begun\n')
  for (;;) {
    const open = await sql`select from public.gates where n = ${n}`
    if (open.length > 0) return
    await Bun.sleep(20)
  }
})
const worker = await startWorker(queue, [definition], { api: queueApi(sql), logger, pollSeconds: 0.5, concurrency: 1 })
onShutdown(async () => {
  process.stdout.write('stopping\n')
  await worker.stop()
  await database.close()
}, logger)
