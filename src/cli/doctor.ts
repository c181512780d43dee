import type { Command } from 'commander'
import type { Sql } from '../db/connect.ts'
import { migrationStatus } from '../db/migration/status.ts'
import type { Env } from '../env.ts'
import { readSchemaVersion, SCHEMA_VERSION } from '../queue/boss.ts'
import { budgetFinding, crmFinding, embeddingFinding } from './doctor-health.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { type Finding, finding } from './finding.ts'
import { openDatabase, openSession } from './session.ts'

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check database, schema, queue, keys, webhook URLs and clock; says how to mend what is wrong')
    .action(async (_options, command: Command) => {
      const { env, output } = openSession(command)
      const findings = [...(await databaseFindings(env)), ...configurationFindings(env)]
      const bad = findings.filter((entry) => entry.state === 'bad')
      output.result({ isHealthy: bad.length === 0, findings }, () =>
        findings
          .map(({ state, check, found, mend }) => `${marks[state]} ${check}: ${found}${mend ? `\n    → ${mend}` : ''}`)
          .join('\n'),
      )
      if (bad.length > 0) process.exitCode = exitCodes.failed
    })
}

const marks = { ok: '✓', note: '·', bad: '✗' } as const

async function databaseFindings(env: Env): Promise<Finding[]> {
  const where = env.DATABASE_URL ? 'the server of DATABASE_URL' : `embedded, in ${env.DATA_DIR}`
  try {
    const database = await openDatabase(env, 'rapport-doctor')
    try {
      const sql = database.pool(null, { max: 2 })
      const [server] = await sql`select current_setting('server_version_num')::int as version, clock_timestamp() as now`
      const version = Math.floor(Number(server?.version) / 10_000)
      return [
        finding('database', 'ok', `${where} answers`),
        version >= 17
          ? finding('version', 'ok', `PostgreSQL ${version}`)
          : finding('version', 'bad', `PostgreSQL ${version}`, 'Rapport needs PostgreSQL 17 or newer.'),
        await extensionFinding(sql),
        await migrationFinding(sql),
        await queueFinding(sql),
        await crmFinding(sql),
        await embeddingFinding(sql),
        await budgetFinding(sql),
        clockFinding(new Date(server?.now)),
      ]
    } finally {
      await database.close()
    }
  } catch (error) {
    const mend =
      exitCodeOf(error) === exitCodes.database && !env.DATABASE_URL
        ? 'If `rapport start` runs on this folder, ask it: GET /api/health. Else see the message.'
        : 'Is DATABASE_URL right and the server up? May this login connect?'
    return [
      finding('database', 'bad', `${where}: ${error instanceof Error ? error.message : 'cannot be opened'}`, mend),
    ]
  }
}

async function extensionFinding(sql: Sql): Promise<Finding> {
  const wanted = ['vector', 'pg_trgm', 'unaccent', 'fuzzystrmatch', 'btree_gist']
  const rows = await sql`select name from pg_available_extensions where name = any(${wanted})`
  const missing = wanted.filter((name) => !rows.some((row) => row.name === name))
  return missing.length === 0
    ? finding('extensions', 'ok', wanted.join(', '))
    : finding(
        'extensions',
        'bad',
        `not available: ${missing.join(', ')}`,
        'Install the server packages postgresql-contrib and pgvector.',
      )
}

async function migrationFinding(sql: Sql): Promise<Finding> {
  const open = (await migrationStatus(sql)).filter((file) => file.state !== 'applied')
  return open.length === 0
    ? finding('schema', 'ok', 'up to date')
    : finding(
        'schema',
        'bad',
        `${open.length} files are not as in this version`,
        'rapport migrate (rapport migrate --status shows them)',
      )
}

async function queueFinding(sql: Sql): Promise<Finding> {
  const version = await readSchemaVersion(sql)
  return version === SCHEMA_VERSION
    ? finding('queue', 'ok', `pg-boss schema ${version}`)
    : finding(
        'queue',
        'bad',
        version === null ? 'not installed' : `pg-boss schema ${version}, not ${SCHEMA_VERSION}`,
        'rapport migrate',
      )
}

function clockFinding(databaseNow: Date): Finding {
  const seconds = Math.round(Math.abs(Date.now() - databaseNow.getTime()) / 1000)
  return seconds <= 5
    ? finding('clock', 'ok', 'this machine and the database agree')
    : finding(
        'clock',
        'bad',
        `this machine and the database differ by ${seconds} s`,
        'Set both by NTP: signatures and schedules depend on it.',
      )
}

function configurationFindings(env: Env): Finding[] {
  const isLocal = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])/.test(env.PUBLIC_URL)
  const models = [env.OPENAI_API_KEY && 'OpenAI', env.ANTHROPIC_API_KEY && 'Anthropic'].filter(Boolean)
  const isTwilioSet = Boolean(env.TWILIO_ACCOUNT_SID && env.TWILIO_AUTH_TOKEN)
  return [
    models.length > 0
      ? finding('models', 'ok', models.join(', '))
      : finding(
          'models',
          'note',
          'no key: replies come from the local provider',
          'OPENAI_API_KEY or ANTHROPIC_API_KEY',
        ),
    isTwilioSet
      ? finding('sms', 'ok', 'Twilio')
      : finding('sms', 'note', 'off: replies are kept as undeliverable', 'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN'),
    isLocal && isTwilioSet
      ? finding(
          'public url',
          'bad',
          env.PUBLIC_URL,
          'Set PUBLIC_URL to the https address that Twilio calls: signatures are checked against it.',
        )
      : finding('public url', 'ok', env.PUBLIC_URL),
    finding(
      'webhooks',
      'note',
      `messages ${env.PUBLIC_URL}/webhooks/twilio/sms · status ${env.PUBLIC_URL}/webhooks/twilio/status`,
    ),
    finding(
      'demo mode',
      env.DEMO_MODE ? 'note' : 'ok',
      env.DEMO_MODE ? 'on: only allow-listed recipients are contacted' : 'off',
    ),
  ]
}
