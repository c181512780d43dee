import { createAnthropicProvider } from './anthropic.ts'
import { createOpenAiProvider } from './openai.ts'
import type { ModelProvider } from './provider.ts'

export interface ProvidersConfig {
  openai?: { apiKey?: string; baseUrl?: string }
  anthropic?: { apiKey?: string; baseUrl?: string }
}

export interface Providers {
  openai?: ModelProvider
  anthropic?: ModelProvider
}

/** The providers a key is configured for; an installation without keys gets none and answers locally. */
export function createProviders(config: ProvidersConfig): Providers {
  const { openai, anthropic } = config
  return {
    ...(openai?.apiKey && { openai: createOpenAiProvider({ apiKey: openai.apiKey, baseUrl: openai.baseUrl }) }),
    ...(anthropic?.apiKey && {
      anthropic: createAnthropicProvider({ apiKey: anthropic.apiKey, baseUrl: anthropic.baseUrl }),
    }),
  }
}
