import { startEngine } from '../../src/db/embedded/engine.ts'
import { pgliteBackend } from '../../src/db/embedded/pglite-backend.ts'
import { WireEngine } from '../../src/db/embedded/wire-engine.ts'
import { emptyTemplate } from './test-database.ts'

/** The bridge in front of a real engine in memory, without postgres.js. */
export async function openTestEngine(lockWaitMs: number) {
  const pglite = await startEngine({ template: await emptyTemplate() })
  return {
    engine: new WireEngine(pgliteBackend(pglite, 'postgres', 'postgres'), { lockWaitMs }),
    close: () => pglite.close(),
  }
}
