import { createJobs, type JobDefinition } from '../jobs/index.ts'
import { createApp } from './app.ts'
import { createTwilioClient, type TwilioClient } from './channels/twilio/sender.ts'
import type { Database } from './db/connect.ts'
import { type Api, createApi } from './db/generated.ts'
import type { Env } from './env.ts'
import { createAppMetrics } from './http/app-metrics.ts'
import { replyPreference } from './llm/preference.ts'
import { createProviders } from './llm/providers.ts'
import type { Logger } from './logger.ts'
import { type QueueClient, startQueue } from './queue/boss.ts'
import { startWorker, type Worker } from './queue/work.ts'

const TWILIO_TIMEOUT_MS = 15_000

export interface RuntimeOptions {
  env: Env
  logger: Logger
  database: Database
  /** accepted as a Twilio auth token while no real one is configured */
  demoTwilioToken?: string | undefined
}

export interface Runtime {
  /** as rapport_edge */
  api: Api
  jobs: JobDefinition[]
  twilio: TwilioClient | null
  /** who writes replies, in order; ends with local */
  providerNames: string[]
  createApp(): ReturnType<typeof createApp>
  /** pg-boss as rapport_worker; with `background` it expires, schedules and listens. */
  startQueue(options: { background: boolean }): Promise<QueueClient>
  startWorker(): Promise<Worker>
}

/** Joins configuration, database and outside services into what the server, the workers and the demo run on. */
export function createRuntime({ env, logger, database, demoTwilioToken }: RuntimeOptions): Runtime {
  const api = createApi(database.pool('rapport_edge'))
  const twilio = twilioOf(env)
  const providers = createProviders({
    openai: { ...(env.OPENAI_API_KEY ? { apiKey: env.OPENAI_API_KEY } : {}), baseUrl: env.OPENAI_BASE_URL },
    anthropic: { ...(env.ANTHROPIC_API_KEY ? { apiKey: env.ANTHROPIC_API_KEY } : {}), baseUrl: env.ANTHROPIC_BASE_URL },
  })
  const replyProviders = replyPreference(env, providers)
  // A pool connects at its first statement: a process that only serves has no connections of a worker.
  const workerPool = database.pool('rapport_worker')
  const workerApi = createApi(workerPool)
  const jobs = createJobs({
    api: workerApi,
    providers,
    replyProviders,
    twilio,
    publicUrl: env.PUBLIC_URL,
    demoMode: env.DEMO_MODE,
    allowedRecipients: env.DEMO_ALLOWED_RECIPIENTS,
    conversationTimeoutHours: env.CONVERSATION_TIMEOUT_HOURS,
  })
  const startQueueOf = ({ background }: { background: boolean }) =>
    startQueue({
      sql: workerPool,
      logger,
      listen: background,
      supervise: background,
      schedule: background,
      monitorVacuum: database.kind === 'server',
    })

  return {
    api,
    jobs,
    twilio,
    providerNames: [...new Set([...replyProviders.map(({ provider }) => provider), 'local'])],
    createApp: () =>
      createApp({ api, env, logger, metrics: createAppMetrics(), twilioTokens: twilioTokensOf(env, demoTwilioToken) }),
    startQueue: startQueueOf,
    startWorker: async () => startWorker(await startQueueOf({ background: true }), jobs, { api: workerApi, logger }),
  }
}

const twilioOf = (env: Env): TwilioClient | null =>
  env.TWILIO_ACCOUNT_SID && env.TWILIO_AUTH_TOKEN
    ? createTwilioClient({
        accountSid: env.TWILIO_ACCOUNT_SID,
        authToken: env.TWILIO_AUTH_TOKEN,
        baseUrl: env.TWILIO_BASE_URL,
        timeoutMs: TWILIO_TIMEOUT_MS,
      })
    : null

const twilioTokensOf = (env: Env, demoToken: string | undefined): string[] => {
  const real = [env.TWILIO_AUTH_TOKEN, env.TWILIO_AUTH_TOKEN_SECONDARY].filter((token) => token !== undefined)
  return real.length > 0 ? real : demoToken ? [demoToken] : []
}
