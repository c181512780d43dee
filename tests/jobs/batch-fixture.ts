import type { JobDefinition } from '../../jobs/index.ts'
import { createServerJobs } from '../../jobs/server.ts'
import { createApi } from '../../src/db/generated.ts'
import { createBatchClient } from '../../src/llm/batches/client.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { drain } from '../../src/queue/drain.ts'
import { startOpenAiDouble } from '../fakes/openai.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newTalk } from '../fixtures/talk.ts'
import { newCustomer, newTenant } from '../fixtures/tenant.ts'
import { keptLogger, queueApi } from './queue-fixture.ts'

export type OpenAiDouble = Awaited<ReturnType<typeof startOpenAiDouble>>
export const EMBEDDINGS = 'embeddings'

export interface ShopOptions {
  messages?: number
  hasInsights?: boolean
  /** whether conversations are read; as `hasInsights` */
  hasMemory?: boolean
}

/** A tenant whose customer said so many things, and an OpenAI of its own. */
export async function batchShop({ messages = 4, hasInsights = false, hasMemory = hasInsights }: ShopOptions = {}) {
  const { admin, worker, edge } = await testDatabase()
  const double = await startOpenAiDouble()
  const tenant = await newTenant(admin, {
    flags: {
      CUSTOMER_CONTEXT_EMBEDDINGS: true,
      CUSTOMER_CONTEXT_INSIGHTS: hasInsights,
      CONTEXT_MEMORY_ENABLED: hasMemory,
    },
  })
  const { tenantId } = tenant
  const customerId = await newCustomer(admin, tenantId, { firstName: 'Ada', phone: newNumber() })
  const said = Array.from({ length: messages }, (_, n) => `The water heater in room ${n} makes a rumbling noise again.`)
  const { messageIds, conversationId } = await newTalk(admin, tenant, customerId, said)
  const client = createBatchClient({ apiKey: double.apiKey, baseUrl: double.baseUrl })
  const api = createApi(worker)

  /** Works off what waits on the queues of batches, as `rapport worker` does; other tenants' jobs are not this test's. */
  const work = async () => {
    await admin`
      delete from pgboss.job where name in ('run_batch', 'compose_batches') and data ->> 'tenantId' <> ${tenantId}`
    const { logger, lines } = keptLogger()
    const queue = await startQueue({ sql: worker, logger })
    const jobs: JobDefinition[] = createServerJobs({ api, batchClient: client, batchModels: () => null })
    try {
      const report = await drain(queue, jobs, { api: queueApi(worker), logger, maxJobs: 100, deadlineMs: 50_000 })
      return { report, lines }
    } finally {
      await queue.boss.stop({ graceful: false, close: false })
    }
  }

  return {
    ...tenant,
    admin,
    double,
    batches: double.batches,
    client,
    api,
    staff: createApi(edge),
    customerId,
    conversationId,
    messageIds,
    said,
    work,
    begin: (jobType = EMBEDDINGS) => api.beginBatch({ tenantId, jobType, requestedBy: 'a test' }),
    /** has all batches looked at, as the schedule does */
    poll: async () => {
      await api.enqueueBatchPolls()
      return work()
    },
    all: () => api.listBatches({ tenantId }),
    items: async () => [
      ...(await admin`
        select custom_id as "customId", state, attempts, last_error as "lastError" from ai.batch_items
        where tenant_id = ${tenantId} order by batch_id, custom_id`),
    ],
    vectors: async () => [
      ...(await admin<{ messageId: string; embedding: string; version: string }[]>`
        select message_id as "messageId", embedding::text, xmin::text as version from memory.conversation_embeddings
        where tenant_id = ${tenantId} order by message_id`),
    ],
    close: () => double.stop(),
  }
}
export type BatchShop = Awaited<ReturnType<typeof batchShop>>
