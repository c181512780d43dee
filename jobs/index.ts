import { type LookUpDeps, lookUpFirst } from '../src/crm/sync/look-up-first.ts'
import { attributedJobs } from './attributed.ts'
import { type ChatReplyDeps, chatReply } from './chat_reply.ts'
import { type ClassifyMessagesDeps, classifyMessages } from './classify_messages.ts'
import { type CloseCallsDeps, closeCalls } from './close_calls.ts'
import { type CloseConversationsDeps, closeConversations } from './close_conversations.ts'
import { type CrmInboxDeps, crmInbox } from './crm_inbox.ts'
import type { JobDefinition } from './definition.ts'
import { type DeriveFindingsDeps, deriveFindings } from './derive_findings.ts'
import { type EmbedMessagesDeps, embedMessages } from './embed_messages.ts'
import { type EnrichProfileDeps, enrichProfile } from './enrich_profile.ts'
import { type HousecallEventDeps, housecallEvent } from './housecall_event.ts'
import { type InboxDeps, inbox } from './inbox.ts'
import { type NightlyInsightsDeps, nightlyInsights } from './nightly_insights.ts'
import { type PassInsightsDeps, passInsights } from './pass_insights.ts'
import { type PlanCrmSyncsDeps, planCrmSyncs } from './plan_crm_syncs.ts'
import { type PlanEmbeddingsDeps, planEmbeddings } from './plan_embeddings.ts'
import { type PlanReadingsDeps, planReadings } from './plan_readings.ts'
import { type PruneDeps, prune } from './prune.ts'
import { type PushHousecallDeps, pushHousecall } from './push_housecall.ts'
import { type ReconcilePushesDeps, reconcilePushes } from './reconcile_pushes.ts'
import { type ReconcileSendsDeps, reconcileSends } from './reconcile_sends.ts'
import { type RefreshInsightsDeps, refreshInsights } from './refresh_insights.ts'
import { type ReplyDeps, reply } from './reply.ts'
import { type SendDeps, send } from './send.ts'
import { type SyncCrmDeps, syncCrm } from './sync_crm.ts'
import { syncCrmBulk } from './sync_crm_bulk.ts'

export type { JobContext, JobDefinition } from './definition.ts'
export { deadLetterQueue, declarationOf, type QueueDeclaration, type QueueName, queues } from './queues.ts'

/** What jobs need from outside; every file in jobs/ takes the part of it that it uses. */
export type JobDeps = InboxDeps &
  Omit<ReplyDeps, 'lookUp'> &
  Omit<ChatReplyDeps, 'lookUp'> &
  SendDeps &
  CrmInboxDeps &
  HousecallEventDeps &
  ReconcileSendsDeps &
  CloseConversationsDeps &
  CloseCallsDeps &
  PruneDeps &
  SyncCrmDeps &
  DeriveFindingsDeps &
  ClassifyMessagesDeps &
  EmbedMessagesDeps &
  PlanEmbeddingsDeps &
  PlanCrmSyncsDeps &
  PushHousecallDeps &
  ReconcilePushesDeps &
  LookUpDeps &
  RefreshInsightsDeps &
  NightlyInsightsDeps &
  PassInsightsDeps &
  PlanReadingsDeps &
  EnrichProfileDeps

/** The files of jobs/, one a queue: `export function <queueName>(deps): JobDefinition`. */
// biome-ignore lint/suspicious/noExplicitAny: each definition checks its own payload; a list of them cannot name one type.
const factories: readonly ((deps: JobDeps) => JobDefinition<any>)[] = [
  inbox,
  (deps) => reply({ ...deps, lookUp: lookUpFirst(deps) }),
  (deps) => chatReply({ ...deps, lookUp: lookUpFirst(deps) }),
  send,
  crmInbox,
  housecallEvent,
  reconcileSends,
  closeConversations,
  closeCalls,
  prune,
  syncCrm,
  syncCrmBulk,
  deriveFindings,
  classifyMessages,
  embedMessages,
  planEmbeddings,
  planCrmSyncs,
  pushHousecall,
  reconcilePushes,
  refreshInsights,
  nightlyInsights,
  passInsights,
  planReadings,
  enrichProfile,
]

/** Every job of the product but those of jobs/server.ts over these dependencies, for either driver. */
export const createJobs = (deps: JobDeps): JobDefinition[] => attributedJobs(factories, deps)
