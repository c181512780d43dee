import type { Command } from 'commander'
import { serve } from '../bun.ts'
import type { Database } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { demoChatLink } from '../demo/chat-link.ts'
import { ensureLocalSecrets, type LocalSecrets } from '../demo/local-secrets.ts'
import { seedDemo } from '../demo/seed.ts'
import { signedSms } from '../demo/signed-sms.ts'
import { watchTranscript } from '../demo/transcript.ts'
import { assertDatabaseChoice, type Env } from '../env.ts'
import { installQueue } from '../queue/install.ts'
import { onShutdown } from '../queue/shutdown.ts'
import { createRuntime, type Runtime } from '../runtime.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { seedSingleTenant } from './seed.ts'
import { openDatabase, openSession } from './session.ts'

export function startCommand(program: Command): void {
  program
    .command('start')
    .description('server and workers in one process; without DATABASE_URL on an embedded database with a demo tenant')
    .option('--no-worker', 'serve only; `rapport worker` runs elsewhere')
    .option('--demo', 'seed the demo tenant on a server database too')
    .action(async (options: { worker: boolean; demo?: boolean }, command: Command) => {
      const { env, logger, output } = openSession(command)
      assertDatabaseChoice(env)
      const began = performance.now()
      const database = await openDatabase(env, 'rapport', (error) => {
        logger.error('embedded_database_failed', { error })
        process.exit(exitCodes.database)
      })
      // Stopped from the last to the first: no more requests, then no more jobs, then no database.
      const running: (() => unknown)[] = [() => database.close()]
      const stop = async () => {
        for (const end of running.splice(0).toReversed()) await end()
      }
      try {
        // A server is migrated at deploy, by its owner: `rapport migrate`.
        if (database.kind === 'embedded') await migrate(database.pool(null, { max: 3 }), { installQueue })
        const isDemo = database.kind === 'embedded' || options.demo === true
        const secrets = isDemo ? await ensureLocalSecrets(env.DATA_DIR) : null
        const jwtSecret = env.JWT_SECRET ?? secrets?.jwtSecret
        const served = { ...env, ...(jwtSecret ? { JWT_SECRET: jwtSecret } : {}) }
        const runtime = createRuntime({ env: served, logger, database, demoTwilioToken: secrets?.twilioAuthToken })
        const demo = secrets ? await seedDemo(runtime.api, secrets.apiKey) : null
        await seedSingleTenant(runtime.api, env)

        const app = runtime.createApp()
        const server = await serveOn(app, env.PORT, runtime.createStreams())
        running.push(() => app.close(), server.stop)
        const worker = options.worker ? await runtime.startWorker() : null
        // Stopped after the server, which may still be answering requests, though it is up later.
        if (worker) running.splice(1, 0, worker.stop)
        const transcript = demo && !output.isJson ? watchTranscript(runtime.api, demo.tenantId, output.note) : null
        if (transcript) running.push(transcript.stop)
        onShutdown(stop, logger)

        const { tenantId = null } = demo ?? {}
        const chatLink =
          tenantId && jwtSecret
            ? await demoChatLink(runtime.api, { tenantId, jwtSecret, dataDir: env.DATA_DIR, url: server.url })
            : null
        const ready = {
          url: server.url,
          database: database.kind,
          seconds: Math.round(performance.now() - began) / 1000,
        }
        output.result(
          { ...ready, ...(secrets ? { apiKey: secrets.apiKey } : {}), ...(chatLink ? { chatLink } : {}) },
          () => banner(ready, env, runtime, database, secrets, chatLink),
        )
      } catch (error) {
        await stop()
        throw error
      }
    })
}

async function serveOn(
  app: ReturnType<Runtime['createApp']>,
  port: number,
  streams: ReturnType<Runtime['createStreams']>,
) {
  try {
    return await serve(app, { port, streams })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    throw new CommandError(`port ${port} is in use: set PORT to another one`, exitCodes.usage)
  }
}

function banner(
  ready: { url: string; seconds: number },
  env: Env,
  runtime: Runtime,
  database: Database,
  secrets: LocalSecrets | null,
  chatLink: string | null,
): string {
  const where = database.kind === 'embedded' ? `embedded PostgreSQL in ${env.DATA_DIR}` : 'PostgreSQL of DATABASE_URL'
  const lines = [
    '',
    `Rapport is up at ${ready.url} after ${ready.seconds} s`,
    `  database  ${where}`,
    `  models    ${runtime.providerNames.join(', then ')}`,
    `  sms       ${runtime.twilio ? 'Twilio' : "off (no TWILIO_ACCOUNT_SID): replies are kept as undeliverable; the demo shop's are shown here"}`,
    `  calls     ${env.OPENAI_API_KEY ? 'the assistant answers' : 'to a person or the voicemail (no OPENAI_API_KEY)'}`,
    `  API docs  ${ready.url}/docs`,
  ]
  if (!secrets) return lines.join('\n')
  const signed = env.TWILIO_AUTH_TOKEN
    ? null
    : signedSms({
        publicUrl: env.PUBLIC_URL,
        authToken: secrets.twilioAuthToken,
        from: '+16175550123',
        to: '+16175550100',
        body: 'Hi, when were you last here and what did you do?',
      })
  return [
    ...lines,
    `  API key   ${secrets.apiKey}  (demo tenant)`,
    '',
    'Try it. Who is this customer?',
    '',
    `curl -sS '${ready.url}/api/v1/customer-context/+16175550123?type=phone' -H 'Authorization: Bearer ${secrets.apiKey}'`,
    ...(signed
      ? [
          '',
          'A text message from them, signed as Twilio signs it (rapport sign makes more); the reply appears below:',
          '',
          signed.curl,
          '',
        ]
      : []),
    ...(chatLink
      ? ['Their chat, which knows them, for a browser (rapport chat link makes more):', '', chatLink, '']
      : []),
  ].join('\n')
}
