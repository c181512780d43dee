import type { Command } from 'commander'
import { connect, type Database } from '../db/connect.ts'
import { type Api, createApi } from '../db/generated.ts'
import { assertDatabaseChoice, type Env, loadProcessEnv } from '../env.ts'
import { createLogger, type Logger } from '../logger.ts'
import { createOutput, type Output } from './output.ts'

/** What a command works with. The database is opened by `withDatabase` and closed after it. */
export interface Session {
  env: Env
  logger: Logger
  output: Output
  withDatabase<T>(work: (opened: { database: Database; api: Api }) => Promise<T>): Promise<T>
}

export function openSession(command: Command): Session {
  const env = loadProcessEnv()
  const output = createOutput(command.optsWithGlobals().json === true)
  const logger = createLogger({ level: env.LOG_LEVEL, sink: (line) => process.stderr.write(`${line}\n`) })
  return {
    env,
    logger,
    output,
    async withDatabase(work) {
      assertDatabaseChoice(env)
      const database = await openDatabase(env, 'rapport-cli')
      try {
        return await work({ database, api: createApi(database.pool('rapport_edge', { max: 2 })) })
      } finally {
        await database.close()
      }
    },
  }
}

/** The server of DATABASE_URL, or the embedded database in DATA_DIR. */
export const openDatabase = (env: Env, applicationName: string, onFatal?: (error: Error) => void): Promise<Database> =>
  connect({
    ...(env.DATABASE_URL ? { databaseUrl: env.DATABASE_URL } : {}),
    dataDir: env.DATA_DIR,
    applicationName,
    ...(onFatal ? { onFatal } : {}),
  })
