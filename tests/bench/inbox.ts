import { inbox } from '../../jobs/inbox.ts'
import { connect } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { createLogger } from '../../src/logger.ts'
import type { BenchDatabase } from './database.ts'

const MESSAGES = 3000

/**
 * Messages a second that one inbox job takes in, out of those that the webhook has just acknowledged: identity,
 * conversation, consent, emergencies, audit and the enqueuing of the reply. The rest of the backlog is dropped.
 */
export async function takenInPerSecond({ admin, urls }: BenchDatabase): Promise<number> {
  await admin`
    delete from memory.inbox as i where i.ctid <> all (array(select o.ctid from memory.inbox as o order by o.received_at limit ${MESSAGES}))`
  await admin.unsafe('vacuum (analyze) memory.inbox')
  const worker = await connect({ databaseUrl: urls.worker, dataDir: '', max: 10 })
  try {
    const [before] = await admin`select count(*)::integer as count from memory.inbox`
    const logger = createLogger({ level: 'info', sink: () => {} })
    const signal = new AbortController().signal
    const context = { jobId: crypto.randomUUID(), queue: 'inbox', attempt: 1, isLastAttempt: false, signal, logger }
    const start = performance.now()
    await inbox({ api: createApi(worker.pool('rapport_worker')) }, Number.POSITIVE_INFINITY).handle(null, context)
    const seconds = (performance.now() - start) / 1000
    const [after] = await admin`select count(*)::integer as count from memory.inbox`
    if (after?.count !== 0) throw new Error(`${after?.count} messages were not taken in`)
    return Math.round(before?.count / seconds)
  } finally {
    await worker.close()
  }
}
