import type { Env } from '../../env.ts'

type Overrides = Pick<Env, 'AI_MODEL_EMBEDDING' | 'AI_MODEL_INSIGHT' | 'AI_MODEL_SUMMARY' | 'AI_MODEL_EXTRACT'>

/** The model of a kind of batch: a name, null for Postgres's own choice, `elsewhere` for one that is not OpenAI's. */
export type BatchModels = (jobType: string) => string | null | 'elsewhere'

const variables: Record<string, keyof Overrides> = {
  embeddings: 'AI_MODEL_EMBEDDING',
  insights: 'AI_MODEL_INSIGHT',
  memory_compression: 'AI_MODEL_SUMMARY',
  profile_enrichment: 'AI_MODEL_EXTRACT',
}

/** Which models the environment names for batches. */
export const createBatchModels =
  (env: Overrides): BatchModels =>
  (jobType) => {
    const variable = variables[jobType]
    const named = variable && env[variable]
    if (!named) return null
    const [provider, model] = typeof named === 'string' ? named.split('/') : [named.provider, named.model]
    return provider === 'openai' && model ? model : 'elsewhere'
  }
