import type { JobWithMetadata } from 'pg-boss'
import type { JobDefinition } from '../../jobs/definition.ts'
import type { QueueClient } from './boss.ts'

export interface PumpOptions {
  /** how many jobs run at once */
  places: number
  /** how often the queue is looked at where no notification came */
  pollMs: number
  /** Runs a job and settles it. */
  run(job: JobWithMetadata): Promise<void>
  /** told what looking or settling failed with; both are tried again */
  onError(error: unknown): void
}

export interface Pump {
  /** Takes no more jobs; resolves when those that run have ended. */
  stop(): Promise<void>
}

/**
 * Works on a queue of many jobs that mostly wait: they are fetched together, as many as there are free places, and settled one
 * by one (workers of pg-boss ask one each, and settle a batch as a whole). A tenant has at most half of the places.
 */
export function startPump(queue: QueueClient, definition: JobDefinition, options: PumpOptions): Pump {
  const { places, pollMs, run, onError } = options
  const most = Math.ceil(places / 2)
  const running = new Set<Promise<void>>()
  const byTenant = new Map<string, number>()
  let isStopping = false
  let isCalled = false
  let ring = () => {}

  const call = () => {
    isCalled = true
    ring()
  }
  const count = (tenant: string | null | undefined, change: 1 | -1) => {
    if (tenant) byTenant.set(tenant, (byTenant.get(tenant) ?? 0) + change)
    if (tenant && byTenant.get(tenant) === 0) byTenant.delete(tenant)
  }
  const start = (job: JobWithMetadata) => {
    count(job.groupId, 1)
    const work = run(job)
      .catch(onError)
      .finally(() => {
        running.delete(work)
        count(job.groupId, -1)
        call()
      })
    running.add(work)
  }

  /** How many were found; null when there was no place for one. */
  const fetch = async (): Promise<number | null> => {
    const full = [...byTenant].filter(([, jobs]) => jobs >= most).map(([tenant]) => tenant)
    const busiest = Math.max(0, ...[...byTenant.values()].filter((jobs) => jobs < most))
    // However many of one tenant a fetch brings, they are not more than it may have.
    const batchSize = Math.min(places - running.size, most - busiest)
    if (batchSize <= 0) return null
    const jobs = await queue.boss.fetch<object>(definition.queue, {
      includeMetadata: true,
      batchSize,
      ...(full.length > 0 ? { ignoreGroups: full } : {}),
    })
    for (const job of jobs) start(job)
    return jobs.length === batchSize ? jobs.length : 0
  }

  const rest = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, pollMs)
    ring = resolve
    if (isCalled || isStopping) resolve()
    return promise.finally(() => clearTimeout(timer))
  }

  const loop = (async () => {
    while (!isStopping) {
      isCalled = false
      const found = await fetch().catch((error: unknown) => {
        onError(error)
        return 0
      })
      if (found === null || found === 0) await rest()
    }
  })()
  const silence = queue.onNotify(definition.queue, call)

  return {
    async stop() {
      isStopping = true
      silence()
      ring()
      await loop
      while (running.size > 0) await Promise.all(running)
    },
  }
}
