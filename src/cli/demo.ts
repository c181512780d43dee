import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { newApiKey } from '../api-key.ts'
import { connect } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { seedDemo } from '../demo/seed.ts'
import { playScene, type Scene, type SceneReport, scenes } from '../demo/story.ts'
import type { Env } from '../env.ts'
import { createLogger } from '../logger.ts'
import { installQueue } from '../queue/install.ts'
import { createRuntime } from '../runtime.ts'
import { openSession } from './session.ts'

export function demoCommand(program: Command): void {
  program
    .command('demo')
    .description(
      'play a short story on a database in memory: a customer, a stranger, a STOP, an emergency. Sends nothing',
    )
    .action(async (_options, command: Command) => {
      const { env, output } = openSession(command)
      output.note('Starting a database in memory …')
      const database = await connect({ dataDir: 'memory://', applicationName: 'rapport-demo' })
      try {
        await migrate(database.pool(null, { max: 3 }), { installQueue })
        const logger = createLogger({
          level: env.LOG_LEVEL === 'debug' ? 'debug' : 'silent',
          sink: (line) => output.note(line),
        })
        const demoTwilioToken = randomBytes(16).toString('hex')
        const runtime = createRuntime({ env: withoutTwilio(env), logger, database, demoTwilioToken })
        const { tenantId } = await seedDemo(runtime.api, (await newApiKey()).text)
        const queue = await runtime.startQueue({ background: false })
        const { app } = runtime.createApp()
        const reports: SceneReport[] = []
        for (const scene of scenes) {
          const report = await playScene(scene, {
            env,
            logger,
            runtime,
            queue,
            app,
            tenantId,
            authToken: demoTwilioToken,
          })
          reports.push(report)
          if (!output.isJson) process.stdout.write(`${describeScene(scene, report, reports.length === 1)}\n`)
        }
        if (output.isJson) output.result(reports, () => '')
        await queue.boss.stop({ graceful: false, close: false })
      } finally {
        await database.close()
      }
    })
}

/** The story must never reach a telephone, whatever is configured. */
const withoutTwilio = (env: Env): Env => ({
  ...env,
  TWILIO_ACCOUNT_SID: undefined,
  TWILIO_AUTH_TOKEN: undefined,
  TWILIO_AUTH_TOKEN_SECONDARY: undefined,
})

function describeScene(scene: Scene, report: SceneReport, isPromptShown: boolean): string {
  const quote = (text: string) => `  │ ${text.replaceAll('\n', '\n  │ ')}`
  const heading = `\n━━ ${scene.title} ${'━'.repeat(Math.max(3, 76 - scene.title.length))}`
  return [
    heading,
    `${scene.from} texts ${scene.to}:`,
    quote(scene.body),
    `Recognised: ${report.recognised}`,
    ...(isPromptShown && report.prompt ? ['What a model is told about them:', quote(report.prompt)] : []),
    ...(report.sent.length > 0
      ? report.sent.flatMap((message) => [
          `${message.purpose} to ${message.to} (${message.state}):`,
          quote(message.body),
        ])
      : ['No reply.']),
    `Rows: ${report.rows}`,
  ].join('\n')
}
