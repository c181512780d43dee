import type { Sql } from '../db/postgres-options.ts'
import type { Logger } from '../logger.ts'

/** What one request has to itself: a Worker may not use a connection that another request opened. */
export interface RequestScope {
  sql: Sql
  /** Keeps the connections open until this settles. */
  hold(work: Promise<unknown>): void
  /** Does this once the answer is made. */
  afterwards(work: () => Promise<unknown>): void
  /** Does what was put off, then ends the connections. Never rejects. */
  finish(): Promise<void>
}

export function createRequestScope(sql: Sql, logger: Logger): RequestScope {
  const postponed: (() => Promise<unknown>)[] = []
  const held: Promise<unknown>[] = []
  return {
    sql,
    hold(work) {
      // Told of in `finish`.
      work.catch(() => {})
      held.push(work)
    },
    afterwards: (work) => void postponed.push(work),
    async finish() {
      const results = await Promise.allSettled([...held, ...postponed.map((work) => work())])
      results.push(...(await Promise.allSettled([sql.end({ timeout: 5 })])))
      for (const result of results) {
        if (result.status === 'rejected') logger.error('after_answer_failed', { error: result.reason })
      }
    },
  }
}
