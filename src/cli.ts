#!/usr/bin/env bun
import { Command, CommanderError } from 'commander'
import { version } from '../package.json'
import { analystCommand } from './cli/analyst.ts'
import { auditCommand } from './cli/audit.ts'
import { backfillCommand } from './cli/backfill.ts'
import { batchCommand } from './cli/batch.ts'
import { benchCommand } from './cli/bench.ts'
import { chatCommand } from './cli/chat.ts'
import { credentialsCommand } from './cli/credentials.ts'
import { crmCommand } from './cli/crm.ts'
import { customerCommand } from './cli/customer.ts'
import { deadLetterCommand } from './cli/dead-letter.ts'
import { demoCommand } from './cli/demo.ts'
import { doctorCommand } from './cli/doctor.ts'
import { evalCommand } from './cli/eval.ts'
import { exitCodeOf, exitCodes } from './cli/exit-codes.ts'
import { importCommand } from './cli/import.ts'
import { insightCommand } from './cli/insight.ts'
import { keyCommand } from './cli/key.ts'
import { mcpCommand } from './cli/mcp.ts'
import { memoryCommand } from './cli/memory.ts'
import { migrateCommand } from './cli/migrate.ts'
import { outboxCommand } from './cli/outbox.ts'
import { seedCommand } from './cli/seed.ts'
import { signCommand } from './cli/sign.ts'
import { startCommand } from './cli/start.ts'
import { tenantCommand } from './cli/tenant.ts'
import { experimentCommand, usageCommand } from './cli/usage.ts'
import { workerCommand } from './cli/worker.ts'

const program = new Command('rapport')
  .description('Customer context and memory for home-service businesses, inside their own Postgres.')
  .version(version)
  .option('--json', 'answer as JSON on stdout')
  .showHelpAfterError('(rapport --help shows every command)')
  .exitOverride()
  .addHelpText(
    'after',
    '\nConfiguration comes from the environment: see .env.example.' +
      '\nExit codes: 0 done · 1 failed · 2 wrong usage or configuration · 3 database away or in use · 4 schema does not fit · 5 refused.',
  )

for (const register of [
  startCommand,
  workerCommand,
  migrateCommand,
  seedCommand,
  demoCommand,
  signCommand,
  doctorCommand,
  tenantCommand,
  keyCommand,
  customerCommand,
  chatCommand,
  memoryCommand,
  mcpCommand,
  insightCommand,
  batchCommand,
  usageCommand,
  experimentCommand,
  importCommand,
  backfillCommand,
  analystCommand,
  credentialsCommand,
  crmCommand,
  auditCommand,
  outboxCommand,
  deadLetterCommand,
  benchCommand,
  evalCommand,
]) {
  register(program)
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  else {
    const { message, hint } = error as { message?: string; hint?: string }
    process.exitCode = exitCodeOf(error)
    const advice =
      hint ?? (process.exitCode === exitCodes.schema ? 'Is the database migrated? rapport migrate' : undefined)
    process.stderr.write(`rapport: ${message || String(error)}\n${advice ? `  ${advice}\n` : ''}`)
  }
}
