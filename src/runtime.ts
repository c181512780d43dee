import type { JobDefinition } from '../jobs/index.ts'
import { createServerJobs } from '../jobs/server.ts'
import { createApp } from './app.ts'
import type { TwilioClient } from './channels/twilio/sender.ts'
import { createDraftHub } from './chat/draft-hub.ts'
import type { Database } from './db/connect.ts'
import { type Api, createApi } from './db/generated.ts'
import type { Env } from './env.ts'
import { createAppMetrics } from './http/app-metrics.ts'
import { createBatchServices } from './llm/batches/services.ts'
import type { Logger } from './logger.ts'
import { type QueueClient, startQueue } from './queue/boss.ts'
import { createWaker } from './queue/waker.ts'
import { startWorker, type Worker } from './queue/work.ts'
import { createServices } from './services.ts'
import { voiceConfig } from './voice/config.ts'
import { connectRealtime } from './voice/model-socket.ts'
import { createStreams, type Streams } from './voice/streams.ts'

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
  /** as rapport_worker */
  workerApi: Api
  jobs: JobDefinition[]
  twilio: TwilioClient | null
  /** who writes replies, in order; ends with local */
  providerNames: string[]
  createApp(): ReturnType<typeof createApp>
  /** The sockets of calls; null without a key for a model that talks. */
  createStreams(): Streams | null
  /** pg-boss as rapport_worker; with `background` it expires, schedules and listens. */
  startQueue(options: { background: boolean }): Promise<QueueClient>
  startWorker(): Promise<Worker>
}

/**
 * Joins configuration, database and outside services into what a long-running process serves and works on: the server,
 * the workers, the demo. (Cloudflare Workers: src/edge/isolate.ts.)
 */
export function createRuntime({ env, logger, database, demoTwilioToken }: RuntimeOptions): Runtime {
  const api = createApi(database.pool('rapport_edge'))
  const { jobsOver, twilio, twilioTokens, providerNames, housecallTenantId, embedders } = createServices(
    env,
    demoTwilioToken,
  )
  // A pool connects at its first statement: a process that only serves has no connections of a worker.
  const workerPool = database.pool('rapport_worker')
  const workerApi = createApi(workerPool)
  const drafts = createDraftHub()
  const jobs = [...jobsOver(workerApi, drafts), ...createServerJobs({ api: workerApi, ...createBatchServices(env) })]
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
    workerApi,
    jobs,
    twilio,
    providerNames,
    createApp() {
      const messages = createWaker({ tell: () => api.wakeInbox(), logger })
      const crmEvents = createWaker({ tell: () => api.wakeCrmInbox(), logger })
      const { app, close } = createApp({
        api,
        env,
        logger,
        metrics: createAppMetrics(),
        twilioTokens,
        embedders,
        drafts,
        voice: voiceConfig(env, true),
        afterInbound: messages.wake,
        afterCrmEvent: crmEvents.wake,
      })
      return {
        app,
        close: async () => {
          await Promise.all([close(), messages.close(), crmEvents.close()])
        },
      }
    },
    createStreams() {
      const { streamUrl } = voiceConfig(env, true)
      if (!env.OPENAI_API_KEY || !streamUrl) return null
      return createStreams({
        api,
        embedders,
        logger,
        twilio,
        twilioTokens,
        streamUrl,
        publicUrl: env.PUBLIC_URL,
        channelState: { demoMode: env.DEMO_MODE, allowedRecipients: env.DEMO_ALLOWED_RECIPIENTS },
        transcriptionModel: env.AI_MODEL_TRANSCRIPTION?.model ?? 'gpt-realtime-whisper',
        connectModel: connectRealtime({ url: env.OPENAI_REALTIME_URL, apiKey: env.OPENAI_API_KEY }),
      })
    },
    startQueue: startQueueOf,
    async startWorker() {
      if (housecallTenantId) await workerApi.announceCrmAccount({ tenantId: housecallTenantId })
      const worker = await startWorker(await startQueueOf({ background: true }), jobs, { api: workerApi, logger })
      // What was acknowledged by a process that died before it could tell.
      await Promise.all([workerApi.wakeInbox(), workerApi.wakeCrmInbox()])
      return worker
    },
  }
}
