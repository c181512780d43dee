import { createJobs, type JobDefinition } from '../jobs/index.ts'
import { createTwilioClient, type TwilioClient } from './channels/twilio/sender.ts'
import type { DraftHub } from './chat/draft-hub.ts'
import { type CrmConnections, createCrmConnections } from './crm/connections.ts'
import type { Api } from './db/generated.ts'
import type { Env } from './env.ts'
import { createEmbedders } from './llm/embeddings/create-embedders.ts'
import type { Embedders } from './llm/embeddings/embedder.ts'
import { replyPreference } from './llm/preference.ts'
import { createProviders } from './llm/providers.ts'

const TWILIO_TIMEOUT_MS = 15_000

/** The outside services that a configuration names, and the jobs that work with them. */
export interface Services {
  /** null without credentials */
  twilio: TwilioClient | null
  /** every token that a webhook of Twilio may be signed with */
  twilioTokens: string[]
  /** tenants' accounts with CRMs */
  crm: CrmConnections
  /** whose HousecallPro account the environment names; null when it names none */
  housecallTenantId: string | null
  /** who writes replies, in order; ends with local */
  providerNames: string[]
  /** what turns texts into vectors, the preferred one first */
  embedders: Embedders
  /** Every job of the product over an api of role rapport_worker; replies to chats are shown in `drafts` while they are written. */
  jobsOver(api: Api, drafts?: DraftHub): JobDefinition[]
}

/** Opens no connection. `demoTwilioToken` is accepted as a Twilio auth token while no real one is configured. */
export function createServices(env: Env, demoTwilioToken?: string): Services {
  const twilio = twilioOf(env)
  const openai = openAiOf(env)
  const providers = createProviders({
    openai,
    anthropic: { ...(env.ANTHROPIC_API_KEY ? { apiKey: env.ANTHROPIC_API_KEY } : {}), baseUrl: env.ANTHROPIC_BASE_URL },
  })
  const embedders = embeddersOf(env)
  const replyProviders = replyPreference(env, providers)
  const crm = createCrmConnections({ env })
  const housecallTenantId = env.HOUSECALL_API_KEY ? (env.TENANT_ID ?? null) : null
  return {
    twilio,
    twilioTokens: twilioTokensOf(env, demoTwilioToken),
    crm,
    housecallTenantId,
    embedders,
    providerNames: [...new Set([...replyProviders.map(({ provider }) => provider), 'local'])],
    jobsOver: (api, drafts) =>
      createJobs({
        api,
        ...(drafts ? { drafts } : {}),
        providers,
        embedders,
        replyProviders,
        readingProviders: replyProviders.map(({ provider }) => ({ provider, model: null })),
        twilio,
        crm,
        housecallTenantId,
        publicUrl: env.PUBLIC_URL,
        demoMode: env.DEMO_MODE,
        allowedRecipients: env.DEMO_ALLOWED_RECIPIENTS,
        conversationTimeoutHours: env.CONVERSATION_TIMEOUT_HOURS,
      }),
  }
}

const openAiOf = (env: Env) => ({
  ...(env.OPENAI_API_KEY ? { apiKey: env.OPENAI_API_KEY } : {}),
  baseUrl: env.OPENAI_BASE_URL,
})

/** The embedders of a configuration; `rapport memory search` needs them without the rest. */
export const embeddersOf = (env: Env): Embedders =>
  createEmbedders({ openai: openAiOf(env), preferred: env.AI_MODEL_EMBEDDING?.split('/')[1] })

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
