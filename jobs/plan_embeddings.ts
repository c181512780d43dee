import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { Embedders } from '../src/llm/embeddings/embedder.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface PlanEmbeddingsDeps {
  api: Pick<Api, 'enqueueEmbeddings'>
  embedders: Embedders
}

/** Finds what waits for a vector that nobody told of, and tenants whose model changed: a job for each tenant. */
export const planEmbeddings = ({ api, embedders }: PlanEmbeddingsDeps): JobDefinition => ({
  ...declarationOf('plan_embeddings'),
  payload: z.unknown(),
  handle: async (_payload, { logger }) => {
    const count = await api.enqueueEmbeddings({ models: [...embedders.models] })
    if (count) logger.info('embeddings_planned', { count })
  },
})
