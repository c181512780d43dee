import type { DraftHub } from '../chat/draft-hub.ts'
import type { Attribution } from '../db/call.ts'
import type { Api, ApiResult } from '../db/generated.ts'
import type { Env } from '../env.ts'
import type { Embedders } from '../llm/embeddings/embedder.ts'
import type { Logger } from '../logger.ts'
import type { VoiceConfig } from '../voice/config.ts'
import type { AccessApi, AccessAudit } from './access-audit.ts'
import type { AppMetrics } from './app-metrics.ts'
import type { Auth, AuthApi, Caller } from './auth.ts'

/** One series of `api.getMetrics`; a histogram comes as its `_bucket`, `_sum` and `_count` series. */
export interface MetricRow {
  name: string
  labels: unknown
  value: number | string
  kind: string
  help: string
}

/** The api functions that the shell itself calls. */
export interface ShellApi extends AuthApi, AccessApi {
  getHealth(args: Record<string, never>): Promise<unknown>
  getMetrics(args: Record<string, never>): Promise<readonly MetricRow[]>
}

export interface AppDeps {
  api: Api
  env: Env
  logger: Logger
  metrics: AppMetrics
  /** Every auth token that Twilio may sign a webhook with; none: its webhooks are off. */
  twilioTokens: readonly string[]
  /** How calls are answered; left out, they go to a person or the voicemail. */
  voice?: VoiceConfig
  /** Called once an inbound message is stored, after the answer is made: on Workers it drains the message's own reply. */
  afterInbound?: () => void
  /** What can make a vector of a search; by default the local one alone. */
  embedders?: Embedders
  /** Called once an event of a CRM is stored, after the answer is made: it tells the workers. */
  afterCrmEvent?: () => void
  /** The replies that are being written in this very process, to be watched without asking the database; on Workers there is none. */
  drafts?: DraftHub
  /** Called once a chat message is stored, before its answer is awaited: on Workers it begins to work on that answer. */
  afterChatMessage?: () => void
  /** Keeps what the request has open until this settles; on Workers a stream outlives its handler. */
  keepOpen?: (work: Promise<unknown>) => void
  clock?: () => Date
  /** Runs the flush of what was noted after the answer; by default once, five seconds later. On Workers: `waitUntil`. */
  deferFlush?: (flush: () => Promise<void>) => void
  /** For one request, in milliseconds; 30,000 by default. */
  requestTimeoutMs?: number
  /** For what health and metrics ask of the database, in milliseconds; 2,000 by default. */
  probeTimeoutMs?: number
}

/** What route modules get: the dependencies and the guard of API keys. */
export interface RouteDeps<Functions = ShellApi> extends Omit<AppDeps, 'api'> {
  api: Functions
  auth: Auth
  access: AccessAudit
}

/** What middleware leaves in `c.var`. `caller` is there only behind `auth.requireScope`. */
export interface AppEnv {
  Variables: {
    requestId: string
    /** Aborts when the client has gone or the request's time is up: pass it to every outside call. */
    signal: AbortSignal
    caller: Caller
    /** The chat whose session calls; there only behind `chatAuth.requireChat`. */
    chat: NonNullable<ApiResult<'resolveChat'>>
    /** Whom the audit log puts the request's changes down to. */
    attribution: Attribution
  }
}
