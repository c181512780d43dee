import type { Database } from '../../db/connect.ts'
import { type Api, createApi } from '../../db/generated.ts'

class Undone extends Error {}

/** Runs a call so that its failure leaves nothing behind and the next call is possible. */
export type Attempt = <T>(work: (api: Api) => Promise<T>) => Promise<T>

/** One transaction for all of it, so that a later row meets what an earlier one made; then nothing stays. */
export async function dryRun<T>(database: Database, work: (attempt: Attempt) => Promise<T>): Promise<T> {
  let found: { value: T } | undefined
  await database
    .pool('rapport_edge', { max: 1 })
    .begin(async (tx) => {
      const attempt: Attempt = (call) =>
        tx.savepoint((point) => call(createApi(point))) as Promise<Awaited<ReturnType<typeof call>>>
      found = { value: await work(attempt) }
      throw new Undone()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error
    })
  if (!found) throw new Error('a dry run ended without a result')
  return found.value
}
