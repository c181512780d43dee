import type { Sql } from '../db/postgres-options.ts'
import type { Logger } from '../logger.ts'

/** What one request has to itself: a Worker may not use a connection that another request opened. */
export interface RequestScope {
  sql: Sql
  /** Does this once the answer is made. */
  afterwards(work: () => Promise<unknown>): void
  /** Does what was put off, then ends the connections. Never rejects. */
  finish(): Promise<void>
}

export function createRequestScope(sql: Sql, logger: Logger): RequestScope {
  const postponed: (() => Promise<unknown>)[] = []
  return {
    sql,
    afterwards: (work) => void postponed.push(work),
    async finish() {
      const results = await Promise.allSettled(postponed.map((work) => work()))
      results.push(...(await Promise.allSettled([sql.end({ timeout: 5 })])))
      for (const result of results) {
        if (result.status === 'rejected') logger.error('after_answer_failed', { error: result.reason })
      }
    },
  }
}
