import type { BridgeEffects } from './types.ts'

/** What one answer used, as `api.record_call_usage` takes it. */
export function usageOf({ usage, ...facts }: Parameters<BridgeEffects['record']>[0]) {
  const { input_token_details: input, output_token_details: output } = usage ?? {}
  return {
    ...facts,
    textIn: input?.text_tokens ?? 0,
    cachedText: input?.cached_tokens_details?.text_tokens ?? 0,
    audioIn: input?.audio_tokens ?? 0,
    cachedAudio: input?.cached_tokens_details?.audio_tokens ?? 0,
    textOut: output?.text_tokens ?? 0,
    audioOut: output?.audio_tokens ?? 0,
  }
}
