import { attribute } from '../src/db/attribution.ts'
import { type CloseConversationsDeps, closeConversations } from './close_conversations.ts'
import type { JobDefinition } from './definition.ts'
import { type NightlyInsightsDeps, nightlyInsights } from './nightly_insights.ts'
import { type PassInsightsDeps, passInsights } from './pass_insights.ts'
import { type PruneDeps, prune } from './prune.ts'
import { type ReconcileSendsDeps, reconcileSends } from './reconcile_sends.ts'
import { type RefreshInsightsDeps, refreshInsights } from './refresh_insights.ts'
import { type ReplyDeps, reply } from './reply.ts'
import { type SendDeps, send } from './send.ts'

export type { JobContext, JobDefinition } from './definition.ts'
export { deadLetterQueue, declarationOf, type QueueDeclaration, type QueueName, queues } from './queues.ts'

/** What jobs need from outside; every file in jobs/ takes the part of it that it uses. */
export type JobDeps = ReplyDeps &
  SendDeps &
  ReconcileSendsDeps &
  CloseConversationsDeps &
  PruneDeps &
  RefreshInsightsDeps &
  NightlyInsightsDeps &
  PassInsightsDeps

/** The files of jobs/, one a queue: `export function <queueName>(deps): JobDefinition`. */
// biome-ignore lint/suspicious/noExplicitAny: each definition checks its own payload; a list of them cannot name one type.
const factories: readonly ((deps: JobDeps) => JobDefinition<any>)[] = [
  reply,
  send,
  reconcileSends,
  closeConversations,
  prune,
  refreshInsights,
  nightlyInsights,
  passInsights,
]

/** Every job of the product over these dependencies, for either driver. What a job changes is put down to its queue. */
export function createJobs(deps: JobDeps): JobDefinition[] {
  const { api, run } = attribute(deps.api)
  return factories.map((create) => {
    const definition = create({ ...deps, api })
    return {
      ...definition,
      handle: (payload, context) =>
        run({ actor: `job:${definition.queue}`, requestId: context.jobId }, () => definition.handle(payload, context)),
    }
  })
}
