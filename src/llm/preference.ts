import type { Env } from '../env.ts'
import type { Providers } from './providers.ts'

/** A provider to ask, with the model that the installation wants instead of the default for the purpose. */
export interface ProviderPreference {
  provider: 'openai' | 'anthropic' | 'local'
  model: string | null
}

type Choice = Pick<Env, 'AI_PROVIDER' | 'AI_FALLBACK_PROVIDER' | 'AI_MODEL_REPLY'>

/**
 * Whom to ask for a reply: AI_PROVIDER, AI_FALLBACK_PROVIDER, then whoever else has a key. Providers without a key are
 * left out; `local` stays where it is named and Postgres asks nobody after it.
 */
export function replyPreference(env: Choice, providers: Providers): ProviderPreference[] {
  const named = [env.AI_PROVIDER, env.AI_FALLBACK_PROVIDER, 'openai', 'anthropic'] as const
  const order = [...new Set(named.filter((name) => name !== undefined))]
  return order
    .filter((provider) => provider === 'local' || providers[provider])
    .map((provider) => ({
      provider,
      model: env.AI_MODEL_REPLY?.provider === provider ? env.AI_MODEL_REPLY.model : null,
    }))
}
