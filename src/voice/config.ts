import type { Env } from '../env.ts'

/** What answering calls takes, as the webhook needs to know it. */
export interface VoiceConfig {
  /** where Twilio opens the stream of a call; null: nothing here serves streams, and no assistant answers */
  streamUrl: string | null
  /** who has a key for voice, for `ai.plan_call` */
  providers: { provider: 'openai'; model: string | null }[]
}

export const STREAM_PATH = '/webhooks/twilio/stream'

/** @param servesStreams whether this very process does; a Worker does not, and points to the one of VOICE_URL */
export function voiceConfig(env: Env, servesStreams: boolean): VoiceConfig {
  const base = env.VOICE_URL ?? (servesStreams ? env.PUBLIC_URL : null)
  const model = env.AI_MODEL_VOICE?.model ?? null
  return {
    streamUrl: base === null ? null : `${base.replace(/^http/, 'ws')}${STREAM_PATH}`,
    providers: env.OPENAI_API_KEY ? [{ provider: 'openai', model }] : [],
  }
}
