import { connect } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { installQueue } from '../../src/queue/install.ts'
import { testServer } from '../fixtures/lane.ts'
import { createDatabase, dropDatabase } from '../fixtures/native.ts'

/**
 * `bun run check:sql`: types every statement and function body against a migrated database (postgres-language-server, with
 * plpgsql_check where the server has it), and asks pg-boss whether its schema is as it made it.
 */
if (!testServer) {
  process.stderr.write('set TEST_DATABASE_URL to a PostgreSQL 17 or newer with pgvector\n')
  process.exit(2)
}
const url = await createDatabase(testServer)
try {
  const database = await connect({ databaseUrl: url, dataDir: '' })
  const sql = database.pool(null, { max: 3 })
  await migrate(sql, { installQueue })
  const [available] = await sql`select from pg_available_extensions where name = 'plpgsql_check'`
  if (available) await sql`create extension if not exists plpgsql_check`
  else process.stderr.write('plpgsql_check is not on this server: bodies are checked less strictly\n')
  await database.close()
  const check = Bun.spawn(
    ['bunx', 'postgres-language-server', 'check', `--connection-string=${url}`, 'sql', 'functions'],
    {
      stdout: 'inherit',
      stderr: 'inherit',
    },
  )
  process.exitCode = await check.exited
} finally {
  await dropDatabase(testServer, url)
}
