import type { Db } from 'pg-boss'
import type { Sql } from '../db/postgres-options.ts'

/** A transaction of one of our pools. */
export type Transaction = Parameters<Parameters<Sql['begin']>[1]>[0]
type Session = Pick<Sql, 'unsafe'>

const BEGINS = /^\s*BEGIN;/
// pg-boss wraps scripts as: BEGIN; SET LOCAL ...; statements; COMMIT; a migration has index builds after that.
const WRAPPED =
  /^\s*BEGIN;\s*(?:SET LOCAL [^;]+;\s*)*([\s\S]*?)\s+COMMIT;\s*((?:(?:--.*\s+)*CREATE [A-Z ]*INDEX [^;]+;\s*)*)$/
const ROLLBACK_BOUND_MS = 5000

/**
 * The statements of one of pg-boss's scripts without its own transaction, to run inside another one. Index builds that
 * follow the transaction are part of it then, so they lock the table of jobs while they run.
 * @throws when the script is of a shape that this version of pg-boss does not make
 */
export function withoutTransaction(script: string): string {
  if (!BEGINS.test(script)) return script
  const [, body, builds] = WRAPPED.exec(script) ?? []
  if (body === undefined || builds === undefined) throw new Error('a script of pg-boss has an unknown shape')
  return builds === '' ? body : `${body};\n${builds.replaceAll(' CONCURRENTLY', '')}`
}

async function run(session: Session, text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
  // Without values postgres.js takes the simple protocol, which scripts of several statements need.
  const result: unknown[] = values?.length ? await session.unsafe(text, values as never[]) : await session.unsafe(text)
  const isScript = result.length > 0 && Array.isArray(result[0]) && 'command' in result[0]
  return { rows: isScript ? (result as unknown[][]).flat() : [...result] }
}

/** pg-boss inside a transaction of ours: what it writes commits or rolls back with the rest. */
export const joinTransaction = (transaction: Session): Db => ({
  executeSql: (text, values) => run(transaction, withoutTransaction(text), values) as Promise<{ rows: never[] }>,
})

/** pg-boss over a postgres.js pool (it ships no adapter for it), with LISTEN and transactions of its own. */
export function fromPostgres(sql: Sql): Required<Pick<Db, 'executeSql' | 'listen' | 'beginTransaction'>> {
  return {
    async executeSql(text, values) {
      if (!BEGINS.test(text)) return run(sql, text, values) as Promise<{ rows: never[] }>
      const session = await sql.reserve()
      try {
        return (await run(session, text, values)) as { rows: never[] }
      } catch (error) {
        await session.unsafe('rollback').catch(() => {})
        throw error
      } finally {
        session.release()
      }
    },

    async listen(channel, onNotification, onReconnect) {
      const listener = await sql.listen(channel, onNotification, onReconnect)
      return { close: () => listener.unlisten() }
    },

    async beginTransaction() {
      const session = await sql.reserve()
      try {
        await session.unsafe('begin')
      } catch (error) {
        session.release()
        throw error
      }
      let isSettled = false
      const settle = async (command: 'commit' | 'rollback') => {
        isSettled = true
        // A connection whose rollback does not come back stays out of the pool until it does.
        await session.unsafe(command).finally(() => session.release())
      }
      return {
        db: joinTransaction(session),
        commit: () => (isSettled ? Promise.reject(new Error('the transaction is already settled')) : settle('commit')),
        async rollback() {
          if (isSettled) return
          const { promise: bound, resolve } = Promise.withResolvers<void>()
          const timer = setTimeout(resolve, ROLLBACK_BOUND_MS)
          await Promise.race([settle('rollback').catch(() => {}), bound])
          clearTimeout(timer)
        },
      }
    },
  }
}
