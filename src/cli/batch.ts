import type { Command } from 'commander'
import type { ApiResult } from '../db/generated.ts'
import { createBatchServices } from '../llm/batches/services.ts'
import { tenantOf } from './arguments.ts'
import { jobTypes, submitAll, takeAlong } from './batch-run.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { createProgress } from './progress.ts'
import { openSession } from './session.ts'

type Batch = ApiResult<'getBatch'>

/** `rapport batch …`: what goes to OpenAI's Batch API at half the price. Without a tenant: the only one, or TENANT_ID. */
export function batchCommand(program: Command): void {
  const batch = program.command('batch').description("requests at half the price, by OpenAI's Batch API")

  batch
    .command('submit [tenant]')
    .description('compose what is due and send it now, as every night does')
    .option('--type <type>', `only this kind: ${jobTypes.join(', ')}`)
    .action(async (slug: string | undefined, flags: { type?: string }, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const { batchClient: client, batchModels } = createBatchServices(env)
      if (!client) throw new CommandError('OPENAI_API_KEY is not set', exitCodes.usage)
      const batches = await withDatabase(async ({ api }) => {
        const tenantId = await tenantOf(api, slug, env)
        const batches: Batch[] = []
        for (const jobType of flags.type ? [flags.type] : jobTypes) {
          const model = batchModels(jobType)
          if (model === 'elsewhere') {
            output.note(`${jobType}: its model is not OpenAI's`)
            continue
          }
          try {
            const deps = { api, client, progress: createProgress() }
            batches.push(...(await submitAll(deps, { tenantId, jobType, model })))
          } catch (error) {
            // Named, it is an answer; among all of them one that is off is none.
            if (flags.type || (error as { code?: unknown }).code !== 'RP004') throw error
          }
        }
        return batches
      })
      output.result(batches, (all) => table(all.map(rowOf), 'nothing is due'))
    })

  batch
    .command('poll [tenant]')
    .description('look at every batch under way and take in what is done; goes on where a kill left it')
    .option('--batch <id>', 'only this one')
    .action(async (slug: string | undefined, flags: { batch?: string }, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const { batchClient: client } = createBatchServices(env)
      if (!client) throw new CommandError('OPENAI_API_KEY is not set', exitCodes.usage)
      const batches = await withDatabase(async ({ api }) => {
        const tenantId = await tenantOf(api, slug, env)
        const ids = flags.batch
          ? [flags.batch]
          : (await api.listBatches({ tenantId, isLive: true, limit: 1000 })).map(({ id }) => id)
        const looked: Batch[] = []
        for (const batchId of ids.reverse()) {
          looked.push(await takeAlong({ api, client, progress: createProgress() }, { tenantId, batchId }))
        }
        return looked
      })
      output.result(batches, (all) => table(all.map(rowOf), 'no batch is under way'))
    })

  batch
    .command('status [tenant]')
    .description('batches, newest first: how far they are, what they cost and saved')
    .option('--batch <id>', 'only this one')
    .option('--live', 'only those under way')
    .option('--limit <n>', 'at most so many', '20')
    .action(
      async (slug: string | undefined, flags: { batch?: string; live?: boolean; limit: string }, command: Command) => {
        const { env, output, withDatabase } = openSession(command)
        const limit = Number(flags.limit)
        if (!Number.isInteger(limit) || limit < 1)
          throw new CommandError('--limit takes a whole number from 1 on', exitCodes.usage)
        const batches = await withDatabase(async ({ api }) => {
          const tenantId = await tenantOf(api, slug, env)
          if (flags.batch) return [await api.getBatch({ tenantId, batchId: flags.batch })]
          return api.listBatches({ tenantId, ...(flags.live && { isLive: true }), limit })
        })
        output.result(batches, (all) => table(all.map(rowOf), 'no batch yet'))
      },
    )

  batch
    .command('cancel <batchId> [tenant]')
    .description('cancel one; what is done by then is paid for and taken in')
    .action(async (batchId: string, slug: string | undefined, _flags: object, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const { batchClient: client } = createBatchServices(env)
      const cancelled = await withDatabase(async ({ api }) => {
        const tenantId = await tenantOf(api, slug, env)
        const asked = await api.cancelBatch({ tenantId, batchId })
        return client ? takeAlong({ api, client, progress: createProgress() }, { tenantId, batchId }) : asked
      })
      output.result([cancelled], (all) => table(all.map(rowOf)))
    })
}

const rowOf = (batch: Batch) => ({
  createdAt: batch.createdAt,
  batch: batch.id,
  type: batch.jobType,
  status: batch.status,
  OpenAI: batch.openaiStatus,
  requests: batch.totalRequests,
  done: batch.completedRequests,
  failed: batch.failedRequests,
  dropped: batch.droppedRequests,
  'cost $': batch.costUsd,
  'saved $': batch.savingsUsd,
  error: batch.error,
})
