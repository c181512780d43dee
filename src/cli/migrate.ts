import type { Command } from 'commander'
import { connect } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { migrationStatus } from '../db/migration/status.ts'
import { assertDatabaseChoice, type Env } from '../env.ts'
import { installQueue } from '../queue/install.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

/** The database as its owner sees it: past a pooler, where DATABASE_DIRECT_URL names the way. */
const openForMigration = (env: Env) => {
  assertDatabaseChoice(env)
  const databaseUrl = env.DATABASE_DIRECT_URL ?? env.DATABASE_URL
  return connect({ ...(databaseUrl ? { databaseUrl } : {}), dataDir: env.DATA_DIR, applicationName: 'rapport-migrate' })
}

export function migrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to this version: tables, functions, queues')
    .option('--dry-run', 'run everything, show it, roll it back')
    .option('--status', 'show what is applied and what is pending; change nothing')
    .action(async (options: { dryRun?: boolean; status?: boolean }, command: Command) => {
      const { env, output } = openSession(command)
      const database = await openForMigration(env)
      try {
        const sql = database.pool(null, { max: 3 })
        if (options.status) {
          const files = await migrationStatus(sql)
          const open = files.filter((file) => file.state !== 'applied')
          output.result(
            files,
            () =>
              `${files.length - open.length} of ${files.length} files are applied\n${table(open, 'nothing is pending')}`,
          )
          return
        }
        const report = await migrate(sql, {
          dryRun: options.dryRun === true,
          installQueue,
          onFile: (file) => output.isJson || output.note(`${file.name}  ${Math.round(file.ms)} ms`),
        })
        const verb = report.dryRun ? 'would be applied' : 'applied'
        output.result(report, () =>
          report.files.length === 0
            ? 'up to date'
            : `${report.files.length} files ${verb} in ${Math.round(report.ms)} ms`,
        )
      } finally {
        await database.close()
      }
    })
}
