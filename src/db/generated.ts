// Made by `bun run types` from the functions of schema api. Do not edit.
import { z } from 'zod'
import { type ApiCallOptions, type ApiClient, type ApiFunctionSpec, callFunction } from './call.ts'
import { results } from './results.ts'

const functions = {
  abandonJob: {
    name: 'abandon_job',
    arguments: [
      { key: 'queue', name: 'p_queue', type: 'text', required: true },
      { key: 'jobId', name: 'p_job_id', type: 'uuid', required: true },
      { key: 'attempt', name: 'p_attempt', type: 'int4', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.boolean().nullable(),
  },
  actionInsight: {
    name: 'action_insight',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'insightId', name: 'p_insight_id', type: 'uuid', required: true },
      { key: 'status', name: 'p_status', type: 'text', required: true },
      { key: 'reason', name: 'p_reason', type: 'text', required: false },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'idempotencyKey', name: 'p_idempotency_key', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.action_insight,
  },
  addAddress: {
    name: 'add_address',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'address', name: 'p_address', type: 'jsonb', required: true },
      { key: 'idempotencyKey', name: 'p_idempotency_key', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.add_address,
  },
  addAnalyst: {
    name: 'add_analyst',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'roleName', name: 'p_role_name', type: 'text', required: true },
    ],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  addChannelEndpoint: {
    name: 'add_channel_endpoint',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'locationId', name: 'p_location_id', type: 'uuid', required: true },
      { key: 'channel', name: 'p_channel', type: 'text', required: true },
      { key: 'address', name: 'p_address', type: 'text', required: true },
      { key: 'provider', name: 'p_provider', type: 'text', required: false },
      { key: 'messagingServiceSid', name: 'p_messaging_service_sid', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.add_channel_endpoint,
  },
  addJobItem: {
    name: 'add_job_item',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'jobId', name: 'p_job_id', type: 'uuid', required: true },
      { key: 'item', name: 'p_item', type: 'jsonb', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'idempotencyKey', name: 'p_idempotency_key', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.add_job_item,
  },
  addJobNote: {
    name: 'add_job_note',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'jobId', name: 'p_job_id', type: 'uuid', required: true },
      { key: 'content', name: 'p_content', type: 'text', required: true },
      { key: 'dedupeKey', name: 'p_dedupe_key', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.guid().nullable(),
  },
  addMemoryNote: {
    name: 'add_memory_note',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'kind', name: 'p_kind', type: 'text', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
      { key: 'note', name: 'p_note', type: 'text', required: false },
      { key: 'slot', name: 'p_slot', type: 'text', required: false },
      { key: 'value', name: 'p_value', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.add_memory_note,
  },
  advanceCrmPush: {
    name: 'advance_crm_push',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'pushId', name: 'p_push_id', type: 'uuid', required: true },
      { key: 'attempt', name: 'p_attempt', type: 'int4', required: true },
      { key: 'outcome', name: 'p_outcome', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.advance_crm_push,
  },
  amendMemoryNote: {
    name: 'amend_memory_note',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'noteId', name: 'p_note_id', type: 'uuid', required: true },
      { key: 'action', name: 'p_action', type: 'text', required: true },
      { key: 'version', name: 'p_version', type: 'int4', required: true },
      { key: 'changes', name: 'p_changes', type: 'jsonb', required: false },
      { key: 'idempotencyKey', name: 'p_idempotency_key', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.amend_memory_note,
  },
  analyzeGrownTables: {
    name: 'analyze_grown_tables',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  announceCrmAccount: {
    name: 'announce_crm_account',
    arguments: [{ key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true }],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  applyCallStatus: {
    name: 'apply_call_status',
    arguments: [{ key: 'event', name: 'p_event', type: 'jsonb', required: true }],
    shape: 'value',
    select: 'value',
    result: results.apply_call_status,
  },
  applyStatusCallback: {
    name: 'apply_status_callback',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'deliveryId', name: 'p_delivery_id', type: 'uuid', required: true },
      { key: 'attempt', name: 'p_attempt', type: 'int4', required: true },
      { key: 'event', name: 'p_event', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.apply_status_callback,
  },
  attributeCall: {
    name: 'attribute_call',
    arguments: [
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
      { key: 'requestId', name: 'p_request_id', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.boolean().nullable(),
  },
  backfillAuditRows: {
    name: 'backfill_audit_rows',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'backfillId', name: 'p_backfill_id', type: 'uuid', required: true },
      { key: 'rows', name: 'p_rows', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.backfill_audit_rows,
  },
  beginBatch: {
    name: 'begin_batch',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'jobType', name: 'p_job_type', type: 'text', required: true },
      { key: 'requestedBy', name: 'p_requested_by', type: 'text', required: true },
      { key: 'model', name: 'p_model', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: z.guid().nullable(),
  },
  cancelBatch: {
    name: 'cancel_batch',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.cancel_batch,
  },
  claimBatch: {
    name: 'claim_batch',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
      { key: 'takesOver', name: 'p_takes_over', type: 'bool', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.claim_batch,
  },
  claimCrmPush: {
    name: 'claim_crm_push',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'hasCredentials', name: 'p_has_credentials', type: 'bool', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.claim_crm_push,
  },
  claimDelivery: {
    name: 'claim_delivery',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'deliveryId', name: 'p_delivery_id', type: 'uuid', required: true },
      { key: 'channelState', name: 'p_channel_state', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.claim_delivery,
  },
  claimEmbeddings: {
    name: 'claim_embeddings',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'models', name: 'p_models', type: 'text[]', required: true },
      { key: 'isLast', name: 'p_is_last', type: 'bool', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.claim_embeddings,
  },
  claimSyncStep: {
    name: 'claim_sync_step',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'runId', name: 'p_run_id', type: 'uuid', required: true },
      { key: 'takesOver', name: 'p_takes_over', type: 'bool', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.claim_sync_step,
  },
  claimUnknownDeliveries: {
    name: 'claim_unknown_deliveries',
    arguments: [{ key: 'limit', name: 'p_limit', type: 'int4', required: false }],
    shape: 'rows',
    select:
      'tenant_id as "tenantId", delivery_id as "deliveryId", attempt as "attempt", to_address as "toAddress", started_at as "startedAt"',
    result: z.array(
      z.object({
        tenantId: z.guid().nullable(),
        deliveryId: z.guid().nullable(),
        attempt: z.int().nullable(),
        toAddress: z.string().nullable(),
        startedAt: z.date().nullable(),
      }),
    ),
  },
  classifyMessages: {
    name: 'classify_messages',
    arguments: [{ key: 'limit', name: 'p_limit', type: 'int4', required: false }],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  closeIdleConversations: {
    name: 'close_idle_conversations',
    arguments: [
      { key: 'defaultTimeoutHours', name: 'p_default_timeout_hours', type: 'int4', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.close_idle_conversations,
  },
  closeLostCalls: {
    name: 'close_lost_calls',
    arguments: [{ key: 'limit', name: 'p_limit', type: 'int4', required: false }],
    shape: 'value',
    select: 'value',
    result: results.close_lost_calls,
  },
  closeOpenItem: {
    name: 'close_open_item',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'itemId', name: 'p_item_id', type: 'uuid', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.close_open_item,
  },
  composeLocalReply: {
    name: 'compose_local_reply',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'answersMessageId', name: 'p_answers_message_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.compose_local_reply,
  },
  confirmChatVerification: {
    name: 'confirm_chat_verification',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'chatId', name: 'p_chat_id', type: 'uuid', required: true },
      { key: 'verificationId', name: 'p_verification_id', type: 'uuid', required: true },
      { key: 'code', name: 'p_code', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.confirm_chat_verification,
  },
  confirmMemoryContext: {
    name: 'confirm_memory_context',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'recallId', name: 'p_recall_id', type: 'uuid', required: true },
      { key: 'candidateIds', name: 'p_candidate_ids', type: 'uuid[]', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'idempotencyKey', name: 'p_idempotency_key', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.confirm_memory_context,
  },
  confirmVerification: {
    name: 'confirm_verification',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'verificationId', name: 'p_verification_id', type: 'uuid', required: true },
      { key: 'code', name: 'p_code', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.confirm_verification,
  },
  continueCall: {
    name: 'continue_call',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'callId', name: 'p_call_id', type: 'uuid', required: true },
      { key: 'event', name: 'p_event', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.continue_call,
  },
  correctMemoryNote: {
    name: 'correct_memory_note',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'noteId', name: 'p_note_id', type: 'uuid', required: true },
      { key: 'changes', name: 'p_changes', type: 'jsonb', required: true },
      { key: 'version', name: 'p_version', type: 'int4', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.correct_memory_note,
  },
  countTokensAtMost: {
    name: 'count_tokens_at_most',
    arguments: [{ key: 'text', name: 'p_text', type: 'text', required: true }],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  createApiKey: {
    name: 'create_api_key',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'name', name: 'p_name', type: 'text', required: true },
      { key: 'keyHash', name: 'p_key_hash', type: 'text', required: true },
      { key: 'keyPrefix', name: 'p_key_prefix', type: 'text', required: true },
      { key: 'scopes', name: 'p_scopes', type: 'text[]', required: true },
      { key: 'expiresAt', name: 'p_expires_at', type: 'timestamptz', required: false },
      { key: 'rateLimitPerMinute', name: 'p_rate_limit_per_minute', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.create_api_key,
  },
  createChat: {
    name: 'create_chat',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'locationId', name: 'p_location_id', type: 'uuid', required: false },
      { key: 'verifiedBy', name: 'p_verified_by', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.create_chat,
  },
  createJob: {
    name: 'create_job',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'job', name: 'p_job', type: 'jsonb', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: false },
      { key: 'idempotencyKey', name: 'p_idempotency_key', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.create_job,
  },
  createLocation: {
    name: 'create_location',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'location', name: 'p_location', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.create_location,
  },
  createTenant: {
    name: 'create_tenant',
    arguments: [
      { key: 'slug', name: 'p_slug', type: 'text', required: true },
      { key: 'name', name: 'p_name', type: 'text', required: true },
      { key: 'industry', name: 'p_industry', type: 'text', required: false },
      { key: 'settings', name: 'p_settings', type: 'jsonb', required: false },
      { key: 'isDemo', name: 'p_is_demo', type: 'bool', required: false },
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.create_tenant,
  },
  deleteHousecallRecords: {
    name: 'delete_housecall_records',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'kind', name: 'p_kind', type: 'text', required: true },
      { key: 'ids', name: 'p_ids', type: 'text[]', required: true },
      { key: 'deletedAt', name: 'p_deleted_at', type: 'timestamptz', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.delete_housecall_records,
  },
  deriveFindings: {
    name: 'derive_findings',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
      { key: 'isLast', name: 'p_is_last', type: 'bool', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.derive_findings,
  },
  endCallStream: {
    name: 'end_call_stream',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'callId', name: 'p_call_id', type: 'uuid', required: true },
      { key: 'streamSid', name: 'p_stream_sid', type: 'text', required: true },
      { key: 'end', name: 'p_end', type: 'text', required: true },
    ],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  enqueueBatchPolls: {
    name: 'enqueue_batch_polls',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  enqueueDueCrmPushes: {
    name: 'enqueue_due_crm_pushes',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  enqueueDueSchedules: {
    name: 'enqueue_due_schedules',
    arguments: [{ key: 'queues', name: 'p_queues', type: 'text[]', required: true }],
    shape: 'values',
    select: 'value',
    result: z.array(z.string().nullable()),
  },
  enqueueEmbeddings: {
    name: 'enqueue_embeddings',
    arguments: [{ key: 'models', name: 'p_models', type: 'text[]', required: true }],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  enqueueInsightPasses: {
    name: 'enqueue_insight_passes',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  enqueueNightlyBatches: {
    name: 'enqueue_nightly_batches',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  enqueueReadings: {
    name: 'enqueue_readings',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  ensureTenant: {
    name: 'ensure_tenant',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'number', name: 'p_number', type: 'text', required: true },
      { key: 'timeZone', name: 'p_time_zone', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ensure_tenant,
  },
  ensureWidget: {
    name: 'ensure_widget',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'locationId', name: 'p_location_id', type: 'uuid', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: z.string().nullable(),
  },
  eraseCustomer: {
    name: 'erase_customer',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.erase_customer,
  },
  exportCustomer: {
    name: 'export_customer',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.export_customer,
  },
  failCrmInbox: {
    name: 'fail_crm_inbox',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'eventId', name: 'p_event_id', type: 'uuid', required: true },
      { key: 'code', name: 'p_code', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  failReading: {
    name: 'fail_reading',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'purpose', name: 'p_purpose', type: 'text', required: true },
      { key: 'reason', name: 'p_reason', type: 'text', required: true },
      { key: 'tries', name: 'p_tries', type: 'int4', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.fail_reading,
  },
  fetchMemoryCandidates: {
    name: 'fetch_memory_candidates',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'query', name: 'p_query', type: 'text', required: true },
      { key: 'embedding', name: 'p_embedding', type: 'float4[]', required: false },
      { key: 'embeddingModel', name: 'p_embedding_model', type: 'text', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: false },
      { key: 'answersMessageId', name: 'p_answers_message_id', type: 'uuid', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.fetch_memory_candidates,
  },
  finishBackfill: {
    name: 'finish_backfill',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'backfillId', name: 'p_backfill_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.finish_backfill,
  },
  followEmbeddingModel: {
    name: 'follow_embedding_model',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'models', name: 'p_models', type: 'text[]', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.string().nullable(),
  },
  getBatch: {
    name: 'get_batch',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_batch,
  },
  getCallBrief: {
    name: 'get_call_brief',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'callId', name: 'p_call_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_call_brief,
  },
  getChatContext: {
    name: 'get_chat_context',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'chatId', name: 'p_chat_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_chat_context,
  },
  getContextPrompt: {
    name: 'get_context_prompt',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'budget', name: 'p_budget', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_context_prompt,
  },
  getCrmConnection: {
    name: 'get_crm_connection',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'provider', name: 'p_provider', type: 'text', required: true },
      { key: 'companyId', name: 'p_company_id', type: 'text', required: true },
    ],
    shape: 'rows',
    select:
      'connection_id as "connectionId", location_id as "locationId", credentials as "credentials", key_id as "keyId"',
    result: z.array(
      z.object({
        connectionId: z.guid().nullable(),
        locationId: z.guid().nullable(),
        credentials: z.instanceof(Uint8Array).nullable(),
        keyId: z.string().nullable(),
      }),
    ),
  },
  getCrmSync: {
    name: 'get_crm_sync',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'runId', name: 'p_run_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_crm_sync,
  },
  getCustomer: {
    name: 'get_customer',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_customer,
  },
  getCustomerContext: {
    name: 'get_customer_context',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'type', name: 'p_type', type: 'text', required: true },
      { key: 'value', name: 'p_value', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_customer_context,
  },
  getCustomerContextText: {
    name: 'get_customer_context_text',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'type', name: 'p_type', type: 'text', required: true },
      { key: 'value', name: 'p_value', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.string().nullable(),
  },
  getCustomerInsights: {
    name: 'get_customer_insights',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_customer_insights,
  },
  getHealth: {
    name: 'get_health',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: results.get_health,
  },
  getMetrics: {
    name: 'get_metrics',
    arguments: [],
    shape: 'rows',
    select: 'name as "name", labels as "labels", value as "value", kind as "kind", help as "help"',
    result: z.array(results.get_metrics),
  },
  getProviderHealth: {
    name: 'get_provider_health',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: results.get_provider_health,
  },
  getQueryModel: {
    name: 'get_query_model',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'models', name: 'p_models', type: 'text[]', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.string().nullable(),
  },
  getRecallQuery: {
    name: 'get_recall_query',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'providers', name: 'p_providers', type: 'jsonb', required: true },
      { key: 'models', name: 'p_models', type: 'text[]', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_recall_query,
  },
  getTenant: {
    name: 'get_tenant',
    arguments: [{ key: 'slug', name: 'p_slug', type: 'text', required: true }],
    shape: 'value',
    select: 'value',
    result: results.get_tenant,
  },
  getUsage: {
    name: 'get_usage',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'from', name: 'p_from', type: 'date', required: false },
      { key: 'to', name: 'p_to', type: 'date', required: false },
      { key: 'by', name: 'p_by', type: 'text[]', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.get_usage,
  },
  importCustomers: {
    name: 'import_customers',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'source', name: 'p_source', type: 'text', required: true },
      { key: 'rows', name: 'p_rows', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.import_customers,
  },
  importLeads: {
    name: 'import_leads',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'source', name: 'p_source', type: 'text', required: true },
      { key: 'rows', name: 'p_rows', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.import_leads,
  },
  importMessages: {
    name: 'import_messages',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'source', name: 'p_source', type: 'text', required: true },
      { key: 'rows', name: 'p_rows', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.import_messages,
  },
  ingestBatchLines: {
    name: 'ingest_batch_lines',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
      { key: 'file', name: 'p_file', type: 'text', required: true },
      { key: 'from', name: 'p_from', type: 'int8', required: true },
      { key: 'to', name: 'p_to', type: 'int8', required: true },
      { key: 'isLast', name: 'p_is_last', type: 'bool', required: true },
      { key: 'rows', name: 'p_rows', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_batch_lines,
  },
  ingestHousecallAppointments: {
    name: 'ingest_housecall_appointments',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'appointments', name: 'p_appointments', type: 'jsonb', required: true },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_housecall_appointments,
  },
  ingestHousecallCustomers: {
    name: 'ingest_housecall_customers',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customers', name: 'p_customers', type: 'jsonb', required: true },
      { key: 'phones', name: 'p_phones', type: 'jsonb', required: false },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_housecall_customers,
  },
  ingestHousecallEmployees: {
    name: 'ingest_housecall_employees',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'employees', name: 'p_employees', type: 'jsonb', required: true },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_housecall_employees,
  },
  ingestHousecallEstimates: {
    name: 'ingest_housecall_estimates',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'estimates', name: 'p_estimates', type: 'jsonb', required: true },
      { key: 'phones', name: 'p_phones', type: 'jsonb', required: false },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_housecall_estimates,
  },
  ingestHousecallInvoices: {
    name: 'ingest_housecall_invoices',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'invoices', name: 'p_invoices', type: 'jsonb', required: true },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_housecall_invoices,
  },
  ingestHousecallJobs: {
    name: 'ingest_housecall_jobs',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'jobs', name: 'p_jobs', type: 'jsonb', required: true },
      { key: 'phones', name: 'p_phones', type: 'jsonb', required: false },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_housecall_jobs,
  },
  ingestHousecallLeads: {
    name: 'ingest_housecall_leads',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'leads', name: 'p_leads', type: 'jsonb', required: true },
      { key: 'phones', name: 'p_phones', type: 'jsonb', required: false },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_housecall_leads,
  },
  ingestHousecallLineItems: {
    name: 'ingest_housecall_line_items',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'lists', name: 'p_lists', type: 'jsonb', required: true },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.ingest_housecall_line_items,
  },
  keepUnroutedEvent: {
    name: 'keep_unrouted_event',
    arguments: [
      { key: 'provider', name: 'p_provider', type: 'text', required: true },
      { key: 'kind', name: 'p_kind', type: 'text', required: true },
      { key: 'eventKey', name: 'p_event_key', type: 'text', required: true },
      { key: 'address', name: 'p_address', type: 'text', required: true },
      { key: 'reason', name: 'p_reason', type: 'text', required: true },
      { key: 'payload', name: 'p_payload', type: 'jsonb', required: true },
    ],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  linkIdentity: {
    name: 'link_identity',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'type', name: 'p_type', type: 'text', required: true },
      { key: 'value', name: 'p_value', type: 'text', required: true },
      { key: 'isShared', name: 'p_is_shared', type: 'bool', required: false },
      { key: 'verifiedBy', name: 'p_verified_by', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.link_identity,
  },
  listAnalysts: {
    name: 'list_analysts',
    arguments: [{ key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true }],
    shape: 'rows',
    select: 'role_name as "roleName", created_at as "createdAt"',
    result: z.array(z.object({ roleName: z.string().nullable(), createdAt: z.date().nullable() })),
  },
  listApiKeys: {
    name: 'list_api_keys',
    arguments: [{ key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true }],
    shape: 'rows',
    select:
      'key_id as "keyId", name as "name", key_prefix as "keyPrefix", scopes as "scopes", created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt", revoked_at as "revokedAt", rate_limit_per_minute as "rateLimitPerMinute"',
    result: z.array(
      z.object({
        keyId: z.guid().nullable(),
        name: z.string().nullable(),
        keyPrefix: z.string().nullable(),
        scopes: z.array(z.string()).nullable(),
        createdAt: z.date().nullable(),
        lastUsedAt: z.date().nullable(),
        expiresAt: z.date().nullable(),
        revokedAt: z.date().nullable(),
        rateLimitPerMinute: z.int().nullable(),
      }),
    ),
  },
  listBackfills: {
    name: 'list_backfills',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'values',
    select: 'value',
    result: z.array(results.list_backfills),
  },
  listBatches: {
    name: 'list_batches',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'isLive', name: 'p_is_live', type: 'bool', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'values',
    select: 'value',
    result: z.array(results.list_batches),
  },
  listChanges: {
    name: 'list_changes',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'rows',
    select:
      'changed_at as "changedAt", actor as "actor", request_id as "requestId", table_name as "tableName", operation as "operation", row_count as "rowCount", row_key as "rowKey", customer_id as "customerId", details as "details"',
    result: z.array(
      z.object({
        changedAt: z.date().nullable(),
        actor: z.string().nullable(),
        requestId: z.string().nullable(),
        tableName: z.string().nullable(),
        operation: z.string().nullable(),
        rowCount: z.int().nullable(),
        rowKey: z.json().nullable(),
        customerId: z.guid().nullable(),
        details: z.json().nullable(),
      }),
    ),
  },
  listChatHistory: {
    name: 'list_chat_history',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'chatId', name: 'p_chat_id', type: 'uuid', required: true },
      { key: 'cursor', name: 'p_cursor', type: 'uuid', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.list_chat_history,
  },
  listCrmConnections: {
    name: 'list_crm_connections',
    arguments: [{ key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true }],
    shape: 'rows',
    select:
      'connection_id as "connectionId", provider as "provider", company_id as "companyId", location_id as "locationId", key_id as "keyId", updated_at as "updatedAt"',
    result: z.array(
      z.object({
        connectionId: z.guid().nullable(),
        provider: z.string().nullable(),
        companyId: z.string().nullable(),
        locationId: z.guid().nullable(),
        keyId: z.string().nullable(),
        updatedAt: z.date().nullable(),
      }),
    ),
  },
  listCrmHealth: {
    name: 'list_crm_health',
    arguments: [{ key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true }],
    shape: 'rows',
    select:
      'provider as "provider", company_id as "companyId", state as "state", failures as "failures", retry_at as "retryAt", last_error as "lastError", changed_at as "changedAt", last_success_at as "lastSuccessAt"',
    result: z.array(
      z.object({
        provider: z.string().nullable(),
        companyId: z.string().nullable(),
        state: z.string().nullable(),
        failures: z.int().nullable(),
        retryAt: z.date().nullable(),
        lastError: z.string().nullable(),
        changedAt: z.date().nullable(),
        lastSuccessAt: z.date().nullable(),
      }),
    ),
  },
  listCrmInbox: {
    name: 'list_crm_inbox',
    arguments: [{ key: 'limit', name: 'p_limit', type: 'int4', required: false }],
    shape: 'rows',
    select: 'tenant_id as "tenantId", event_id as "eventId"',
    result: z.array(z.object({ tenantId: z.guid().nullable(), eventId: z.guid().nullable() })),
  },
  listCrmPushes: {
    name: 'list_crm_pushes',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'state', name: 'p_state', type: 'text', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'rows',
    select:
      'push_id as "pushId", customer_id as "customerId", kind as "kind", state as "state", reason as "reason", error_fields as "errorFields", attempt as "attempt", waits_until as "waitsUntil", created_at as "createdAt", updated_at as "updatedAt"',
    result: z.array(
      z.object({
        pushId: z.guid().nullable(),
        customerId: z.guid().nullable(),
        kind: z.string().nullable(),
        state: z.string().nullable(),
        reason: z.string().nullable(),
        errorFields: z.array(z.string()).nullable(),
        attempt: z.int().nullable(),
        waitsUntil: z.date().nullable(),
        createdAt: z.date().nullable(),
        updatedAt: z.date().nullable(),
      }),
    ),
  },
  listCrmSyncs: {
    name: 'list_crm_syncs',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'isOpen', name: 'p_is_open', type: 'bool', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'values',
    select: 'value',
    result: z.array(results.list_crm_syncs),
  },
  listCustomerMessages: {
    name: 'list_customer_messages',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
      { key: 'before', name: 'p_before', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.list_customer_messages,
  },
  listDeadLetters: {
    name: 'list_dead_letters',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'rows',
    select:
      'job_id as "jobId", queue as "queue", attempts as "attempts", first_error_class as "firstErrorClass", first_error as "firstError", last_error_class as "lastErrorClass", last_error as "lastError", enqueued_at as "enqueuedAt", failed_at as "failedAt", payload as "payload"',
    result: z.array(
      z.object({
        jobId: z.guid().nullable(),
        queue: z.string().nullable(),
        attempts: z.int().nullable(),
        firstErrorClass: z.string().nullable(),
        firstError: z.string().nullable(),
        lastErrorClass: z.string().nullable(),
        lastError: z.string().nullable(),
        enqueuedAt: z.date().nullable(),
        failedAt: z.date().nullable(),
        payload: z.json().nullable(),
      }),
    ),
  },
  listDeliveries: {
    name: 'list_deliveries',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'state', name: 'p_state', type: 'text', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'rows',
    select:
      'delivery_id as "deliveryId", conversation_id as "conversationId", purpose as "purpose", channel as "channel", from_address as "fromAddress", to_address as "toAddress", state as "state", reason as "reason", label as "label", attempt as "attempt", body as "body", error_code as "errorCode", provider_message_id as "providerMessageId", created_at as "createdAt", updated_at as "updatedAt"',
    result: z.array(
      z.object({
        deliveryId: z.guid().nullable(),
        conversationId: z.guid().nullable(),
        purpose: z.string().nullable(),
        channel: z.string().nullable(),
        fromAddress: z.string().nullable(),
        toAddress: z.string().nullable(),
        state: z.string().nullable(),
        reason: z.string().nullable(),
        label: z.string().nullable(),
        attempt: z.int().nullable(),
        body: z.string().nullable(),
        errorCode: z.string().nullable(),
        providerMessageId: z.string().nullable(),
        createdAt: z.date().nullable(),
        updatedAt: z.date().nullable(),
      }),
    ),
  },
  listDueReadings: {
    name: 'list_due_readings',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'purpose', name: 'p_purpose', type: 'text', required: true },
      { key: 'providers', name: 'p_providers', type: 'jsonb', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.list_due_readings,
  },
  listExperiments: {
    name: 'list_experiments',
    arguments: [{ key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true }],
    shape: 'value',
    select: 'value',
    result: results.list_experiments,
  },
  listInbox: {
    name: 'list_inbox',
    arguments: [{ key: 'limit', name: 'p_limit', type: 'int4', required: false }],
    shape: 'rows',
    select: 'tenant_id as "tenantId", channel as "channel", address as "address"',
    result: z.array(
      z.object({ tenantId: z.guid().nullable(), channel: z.string().nullable(), address: z.string().nullable() }),
    ),
  },
  listInsightRules: {
    name: 'list_insight_rules',
    arguments: [{ key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true }],
    shape: 'value',
    select: 'value',
    result: results.list_insight_rules,
  },
  listMemoryNotes: {
    name: 'list_memory_notes',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'all', name: 'p_all', type: 'bool', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.list_memory_notes,
  },
  listMergeProposals: {
    name: 'list_merge_proposals',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.list_merge_proposals,
  },
  listOpenItems: {
    name: 'list_open_items',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.list_open_items,
  },
  listOutdatedCredentials: {
    name: 'list_outdated_credentials',
    arguments: [
      { key: 'keyId', name: 'p_key_id', type: 'text', required: true },
      { key: 'after', name: 'p_after', type: 'uuid', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'rows',
    select:
      'tenant_id as "tenantId", connection_id as "connectionId", provider as "provider", credentials as "credentials", key_id as "keyId"',
    result: z.array(
      z.object({
        tenantId: z.guid().nullable(),
        connectionId: z.guid().nullable(),
        provider: z.string().nullable(),
        credentials: z.instanceof(Uint8Array).nullable(),
        keyId: z.string().nullable(),
      }),
    ),
  },
  listPendingLinks: {
    name: 'list_pending_links',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'rows',
    select:
      'link_id as "linkId", customer_id as "customerId", candidate_customer_id as "candidateCustomerId", type as "type", value as "value", reason as "reason", score as "score", created_at as "createdAt"',
    result: z.array(
      z.object({
        linkId: z.guid().nullable(),
        customerId: z.guid().nullable(),
        candidateCustomerId: z.guid().nullable(),
        type: z.string().nullable(),
        value: z.string().nullable(),
        reason: z.string().nullable(),
        score: z.string().nullable(),
        createdAt: z.date().nullable(),
      }),
    ),
  },
  listReads: {
    name: 'list_reads',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'rows',
    select:
      'read_at as "readAt", key_id as "keyId", key_name as "keyName", route as "route", request_id as "requestId", customer_id as "customerId"',
    result: z.array(
      z.object({
        readAt: z.date().nullable(),
        keyId: z.guid().nullable(),
        keyName: z.string().nullable(),
        route: z.string().nullable(),
        requestId: z.string().nullable(),
        customerId: z.guid().nullable(),
      }),
    ),
  },
  listTenants: {
    name: 'list_tenants',
    arguments: [],
    shape: 'rows',
    select:
      'tenant_id as "tenantId", slug as "slug", name as "name", industry as "industry", status as "status", is_demo as "isDemo", locations as "locations", customers as "customers", created_at as "createdAt"',
    result: z.array(
      z.object({
        tenantId: z.guid().nullable(),
        slug: z.string().nullable(),
        name: z.string().nullable(),
        industry: z.string().nullable(),
        status: z.string().nullable(),
        isDemo: z.boolean().nullable(),
        locations: z.int().nullable(),
        customers: z.int().nullable(),
        createdAt: z.date().nullable(),
      }),
    ),
  },
  listUnembedded: {
    name: 'list_unembedded',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'model', name: 'p_model', type: 'text', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
      { key: 'after', name: 'p_after', type: 'uuid', required: false },
    ],
    shape: 'rows',
    select: 'message_id as "messageId", body as "body", fingerprint as "fingerprint"',
    result: z.array(
      z.object({ messageId: z.guid().nullable(), body: z.string().nullable(), fingerprint: z.string().nullable() }),
    ),
  },
  listUnroutedEvents: {
    name: 'list_unrouted_events',
    arguments: [{ key: 'limit', name: 'p_limit', type: 'int4', required: false }],
    shape: 'rows',
    select:
      'id as "id", provider as "provider", kind as "kind", address as "address", reason as "reason", payload as "payload", received_at as "receivedAt"',
    result: z.array(
      z.object({
        id: z.guid().nullable(),
        provider: z.string().nullable(),
        kind: z.string().nullable(),
        address: z.string().nullable(),
        reason: z.string().nullable(),
        payload: z.json().nullable(),
        receivedAt: z.date().nullable(),
      }),
    ),
  },
  mergeCustomers: {
    name: 'merge_customers',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'survivorId', name: 'p_survivor_id', type: 'uuid', required: true },
      { key: 'mergedId', name: 'p_merged_id', type: 'uuid', required: true },
      { key: 'reason', name: 'p_reason', type: 'text', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.merge_customers,
  },
  openCallStream: {
    name: 'open_call_stream',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'callId', name: 'p_call_id', type: 'uuid', required: true },
      { key: 'token', name: 'p_token', type: 'text', required: true },
      { key: 'stream', name: 'p_stream', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.open_call_stream,
  },
  openChatSession: {
    name: 'open_chat_session',
    arguments: [
      { key: 'token', name: 'p_token', type: 'jsonb', required: false },
      { key: 'widget', name: 'p_widget', type: 'text', required: false },
      { key: 'origin', name: 'p_origin', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.open_chat_session,
  },
  passInsights: {
    name: 'pass_insights',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'after', name: 'p_after', type: 'uuid', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.pass_insights,
  },
  planCrmSyncs: {
    name: 'plan_crm_syncs',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  postChatMessage: {
    name: 'post_chat_message',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'chatId', name: 'p_chat_id', type: 'uuid', required: true },
      { key: 'clientId', name: 'p_client_id', type: 'uuid', required: true },
      { key: 'text', name: 'p_text', type: 'text', required: true },
      { key: 'defaultTimeoutHours', name: 'p_default_timeout_hours', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.post_chat_message,
  },
  prepareChatReply: {
    name: 'prepare_chat_reply',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'writerId', name: 'p_writer_id', type: 'uuid', required: true },
      { key: 'providers', name: 'p_providers', type: 'jsonb', required: true },
      { key: 'recall', name: 'p_recall', type: 'jsonb', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.prepare_chat_reply,
  },
  prepareCrmLookup: {
    name: 'prepare_crm_lookup',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.prepare_crm_lookup,
  },
  prepareReading: {
    name: 'prepare_reading',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'purpose', name: 'p_purpose', type: 'text', required: true },
      { key: 'providers', name: 'p_providers', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.prepare_reading,
  },
  prepareReply: {
    name: 'prepare_reply',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'providers', name: 'p_providers', type: 'jsonb', required: true },
      { key: 'recall', name: 'p_recall', type: 'jsonb', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.prepare_reply,
  },
  processCrmInbox: {
    name: 'process_crm_inbox',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'eventId', name: 'p_event_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.process_crm_inbox,
  },
  processHousecallEvent: {
    name: 'process_housecall_event',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'eventId', name: 'p_event_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.process_housecall_event,
  },
  processInbox: {
    name: 'process_inbox',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'channel', name: 'p_channel', type: 'text', required: true },
      { key: 'address', name: 'p_address', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.process_inbox,
  },
  prune: {
    name: 'prune',
    arguments: [
      { key: 'retentionDays', name: 'p_retention_days', type: 'int4', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.prune,
  },
  readBatchLines: {
    name: 'read_batch_lines',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
      { key: 'after', name: 'p_after', type: 'text', required: true },
      { key: 'bytes', name: 'p_bytes', type: 'int8', required: true },
      { key: 'formats', name: 'p_formats', type: 'jsonb', required: false },
    ],
    shape: 'rows',
    select: 'custom_id as "customId", line as "line"',
    result: z.array(results.read_batch_lines),
  },
  readLocally: {
    name: 'read_locally',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'purpose', name: 'p_purpose', type: 'text', required: true },
      { key: 'conversationIds', name: 'p_conversation_ids', type: 'uuid[]', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.read_locally,
  },
  readReplyDrafts: {
    name: 'read_reply_drafts',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'messageIds', name: 'p_message_ids', type: 'uuid[]', required: true },
    ],
    shape: 'values',
    select: 'value',
    result: z.array(results.read_reply_drafts),
  },
  receiveCall: {
    name: 'receive_call',
    arguments: [{ key: 'call', name: 'p_call', type: 'jsonb', required: true }],
    shape: 'value',
    select: 'value',
    result: results.receive_call,
  },
  receiveHousecallEvent: {
    name: 'receive_housecall_event',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'event', name: 'p_event', type: 'jsonb', required: true },
      { key: 'bodyHash', name: 'p_body_hash', type: 'text', required: true },
      { key: 'phones', name: 'p_phones', type: 'jsonb', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.receive_housecall_event,
  },
  receiveSms: {
    name: 'receive_sms',
    arguments: [{ key: 'message', name: 'p_message', type: 'jsonb', required: true }],
    shape: 'value',
    select: 'value',
    result: results.receive_sms,
  },
  reconcileDelivery: {
    name: 'reconcile_delivery',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'deliveryId', name: 'p_delivery_id', type: 'uuid', required: true },
      { key: 'listed', name: 'p_listed', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.reconcile_delivery,
  },
  recordAccess: {
    name: 'record_access',
    arguments: [{ key: 'entries', name: 'p_entries', type: 'jsonb', required: true }],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  recordBatchCleanup: {
    name: 'record_batch_cleanup',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.record_batch_cleanup,
  },
  recordBatchFailure: {
    name: 'record_batch_failure',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
      { key: 'code', name: 'p_code', type: 'text', required: true },
      { key: 'isFinal', name: 'p_is_final', type: 'bool', required: true },
      { key: 'isUnknown', name: 'p_is_unknown', type: 'bool', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.record_batch_failure,
  },
  recordBatchState: {
    name: 'record_batch_state',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
      { key: 'state', name: 'p_state', type: 'jsonb', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.record_batch_state,
  },
  recordBatchUpload: {
    name: 'record_batch_upload',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
      { key: 'requests', name: 'p_requests', type: 'int4', required: true },
      { key: 'bytes', name: 'p_bytes', type: 'int8', required: true },
      { key: 'last', name: 'p_last', type: 'text', required: true },
      { key: 'fileId', name: 'p_file_id', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.record_batch_upload,
  },
  recordCallUsage: {
    name: 'record_call_usage',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'callId', name: 'p_call_id', type: 'uuid', required: true },
      { key: 'usage', name: 'p_usage', type: 'jsonb', required: true },
    ],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  recordCrmHealth: {
    name: 'record_crm_health',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'provider', name: 'p_provider', type: 'text', required: true },
      { key: 'companyId', name: 'p_company_id', type: 'text', required: true },
      { key: 'state', name: 'p_state', type: 'text', required: true },
      { key: 'failures', name: 'p_failures', type: 'int4', required: false },
      { key: 'retryAt', name: 'p_retry_at', type: 'timestamptz', required: false },
      { key: 'error', name: 'p_error', type: 'text', required: false },
    ],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  recordJobEvent: {
    name: 'record_job_event',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'jobId', name: 'p_job_id', type: 'uuid', required: true },
      { key: 'event', name: 'p_event', type: 'jsonb', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: false },
      { key: 'idempotencyKey', name: 'p_idempotency_key', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.record_job_event,
  },
  recordJobExecutions: {
    name: 'record_job_executions',
    arguments: [{ key: 'executions', name: 'p_executions', type: 'jsonb', required: true }],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  recordModelCalls: {
    name: 'record_model_calls',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'calls', name: 'p_calls', type: 'jsonb', required: true },
    ],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  recordSendResult: {
    name: 'record_send_result',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'deliveryId', name: 'p_delivery_id', type: 'uuid', required: true },
      { key: 'attempt', name: 'p_attempt', type: 'int4', required: true },
      { key: 'result', name: 'p_result', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.record_send_result,
  },
  recordSyncFailure: {
    name: 'record_sync_failure',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'runId', name: 'p_run_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
      { key: 'step', name: 'p_step', type: 'int4', required: true },
      { key: 'code', name: 'p_code', type: 'text', required: true },
      { key: 'message', name: 'p_message', type: 'text', required: false },
      { key: 'retryAfterSeconds', name: 'p_retry_after_seconds', type: 'numeric', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.record_sync_failure,
  },
  recordSyncPage: {
    name: 'record_sync_page',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'runId', name: 'p_run_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
      { key: 'step', name: 'p_step', type: 'int4', required: true },
      { key: 'rows', name: 'p_rows', type: 'jsonb', required: true },
      { key: 'page', name: 'p_page', type: 'jsonb', required: false },
      { key: 'seenAt', name: 'p_seen_at', type: 'timestamptz', required: false },
      { key: 'phones', name: 'p_phones', type: 'jsonb', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.record_sync_page,
  },
  refreshInsights: {
    name: 'refresh_insights',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.refresh_insights,
  },
  refuseEmbeddings: {
    name: 'refuse_embeddings',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'messageId', name: 'p_message_id', type: 'uuid', required: true },
      { key: 'errorCode', name: 'p_error_code', type: 'text', required: true },
      { key: 'othersPassed', name: 'p_others_passed', type: 'bool', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.boolean().nullable(),
  },
  rejectMergeProposal: {
    name: 'reject_merge_proposal',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'otherCustomerId', name: 'p_other_customer_id', type: 'uuid', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.reject_merge_proposal,
  },
  releaseBatch: {
    name: 'release_batch',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'batchId', name: 'p_batch_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.boolean().nullable(),
  },
  releaseEmbeddings: {
    name: 'release_embeddings',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'messageIds', name: 'p_message_ids', type: 'uuid[]', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.release_embeddings,
  },
  releaseReplyDraft: {
    name: 'release_reply_draft',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'writerId', name: 'p_writer_id', type: 'uuid', required: true },
      { key: 'failure', name: 'p_failure', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.boolean().nullable(),
  },
  releaseSync: {
    name: 'release_sync',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'runId', name: 'p_run_id', type: 'uuid', required: true },
      { key: 'claimId', name: 'p_claim_id', type: 'uuid', required: true },
      { key: 'startAfter', name: 'p_start_after', type: 'timestamptz', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: z.boolean().nullable(),
  },
  removeAnalyst: {
    name: 'remove_analyst',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'roleName', name: 'p_role_name', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.remove_analyst,
  },
  replaceCredentials: {
    name: 'replace_credentials',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'connectionId', name: 'p_connection_id', type: 'uuid', required: true },
      { key: 'oldCredentials', name: 'p_old_credentials', type: 'bytea', required: true },
      { key: 'credentials', name: 'p_credentials', type: 'bytea', required: true },
      { key: 'keyId', name: 'p_key_id', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.replace_credentials,
  },
  resolveApiKey: {
    name: 'resolve_api_key',
    arguments: [{ key: 'keyHash', name: 'p_key_hash', type: 'text', required: true }],
    shape: 'value',
    select: 'value',
    result: results.resolve_api_key,
  },
  resolveBatchEvent: {
    name: 'resolve_batch_event',
    arguments: [
      { key: 'openaiBatchId', name: 'p_openai_batch_id', type: 'text', required: true },
      { key: 'eventId', name: 'p_event_id', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.resolve_batch_event,
  },
  resolveChat: {
    name: 'resolve_chat',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'chatId', name: 'p_chat_id', type: 'uuid', required: true },
      { key: 'epoch', name: 'p_epoch', type: 'int4', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.resolve_chat,
  },
  resolveHousecallAccounts: {
    name: 'resolve_housecall_accounts',
    arguments: [
      { key: 'tenant', name: 'p_tenant', type: 'text', required: false },
      { key: 'companyId', name: 'p_company_id', type: 'text', required: false },
    ],
    shape: 'rows',
    select: 'tenant_id as "tenantId", company_id as "companyId", credentials as "credentials", key_id as "keyId"',
    result: z.array(
      z.object({
        tenantId: z.guid().nullable(),
        companyId: z.string().nullable(),
        credentials: z.instanceof(Uint8Array).nullable(),
        keyId: z.string().nullable(),
      }),
    ),
  },
  resolvePendingLink: {
    name: 'resolve_pending_link',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'linkId', name: 'p_link_id', type: 'uuid', required: true },
      { key: 'accept', name: 'p_accept', type: 'bool', required: true },
      { key: 'resolvedBy', name: 'p_resolved_by', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.resolve_pending_link,
  },
  restoreMemoryNote: {
    name: 'restore_memory_note',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'noteId', name: 'p_note_id', type: 'uuid', required: true },
      { key: 'version', name: 'p_version', type: 'int4', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.restore_memory_note,
  },
  retireMemoryNote: {
    name: 'retire_memory_note',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'noteId', name: 'p_note_id', type: 'uuid', required: true },
      { key: 'version', name: 'p_version', type: 'int4', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.retire_memory_note,
  },
  retryCrmPush: {
    name: 'retry_crm_push',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'pushId', name: 'p_push_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.string().nullable(),
  },
  retryDeadLetter: {
    name: 'retry_dead_letter',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'jobId', name: 'p_job_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.guid().nullable(),
  },
  revokeApiKey: {
    name: 'revoke_api_key',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'keyId', name: 'p_key_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.revoke_api_key,
  },
  revokeChat: {
    name: 'revoke_chat',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'chatId', name: 'p_chat_id', type: 'uuid', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.revoke_chat,
  },
  rollBackBackfill: {
    name: 'roll_back_backfill',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'backfillId', name: 'p_backfill_id', type: 'uuid', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.roll_back_backfill,
  },
  saveCrmConnection: {
    name: 'save_crm_connection',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'provider', name: 'p_provider', type: 'text', required: true },
      { key: 'companyId', name: 'p_company_id', type: 'text', required: true },
      { key: 'credentials', name: 'p_credentials', type: 'bytea', required: true },
      { key: 'keyId', name: 'p_key_id', type: 'text', required: true },
      { key: 'locationId', name: 'p_location_id', type: 'uuid', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.save_crm_connection,
  },
  saveEmbeddings: {
    name: 'save_embeddings',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'model', name: 'p_model', type: 'text', required: true },
      { key: 'rows', name: 'p_rows', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  saveExperiment: {
    name: 'save_experiment',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'name', name: 'p_name', type: 'text', required: true },
      { key: 'isActive', name: 'p_is_active', type: 'bool', required: true },
      { key: 'arms', name: 'p_arms', type: 'jsonb', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.save_experiment,
  },
  saveMessageClasses: {
    name: 'save_message_classes',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'rows', name: 'p_rows', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  saveReading: {
    name: 'save_reading',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'purpose', name: 'p_purpose', type: 'text', required: true },
      { key: 'output', name: 'p_output', type: 'jsonb', required: true },
      { key: 'provider', name: 'p_provider', type: 'text', required: true },
      { key: 'model', name: 'p_model', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.save_reading,
  },
  saveReplyDrafts: {
    name: 'save_reply_drafts',
    arguments: [{ key: 'drafts', name: 'p_drafts', type: 'jsonb', required: true }],
    shape: 'values',
    select: 'value',
    result: z.array(z.guid().nullable()),
  },
  searchCustomers: {
    name: 'search_customers',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'query', name: 'p_query', type: 'text', required: true },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'rows',
    select:
      'customer_id as "customerId", name as "name", company_name as "companyName", phone as "phone", email as "email", city as "city", last_service_on as "lastServiceOn", score as "score"',
    result: z.array(results.search_customers),
  },
  searchMemory: {
    name: 'search_memory',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'query', name: 'p_query', type: 'text', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'embedding', name: 'p_embedding', type: 'float4[]', required: false },
      { key: 'embeddingModel', name: 'p_embedding_model', type: 'text', required: false },
      { key: 'filters', name: 'p_filters', type: 'jsonb', required: false },
      { key: 'limit', name: 'p_limit', type: 'int4', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.search_memory,
  },
  seedDemo: {
    name: 'seed_demo',
    arguments: [{ key: 'seed', name: 'p_seed', type: 'jsonb', required: true }],
    shape: 'value',
    select: 'value',
    result: results.seed_demo,
  },
  setFeatureFlag: {
    name: 'set_feature_flag',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'name', name: 'p_name', type: 'text', required: true },
      { key: 'isEnabled', name: 'p_is_enabled', type: 'bool', required: true },
    ],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  startBackfill: {
    name: 'start_backfill',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'source', name: 'p_source', type: 'text', required: true },
      { key: 'inputName', name: 'p_input_name', type: 'text', required: true },
      { key: 'startedBy', name: 'p_started_by', type: 'text', required: true },
      { key: 'fingerprint', name: 'p_fingerprint', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.start_backfill,
  },
  startChatVerification: {
    name: 'start_chat_verification',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'chatId', name: 'p_chat_id', type: 'uuid', required: true },
      { key: 'type', name: 'p_type', type: 'text', required: true },
      { key: 'value', name: 'p_value', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.start_chat_verification,
  },
  startCrmSync: {
    name: 'start_crm_sync',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'kind', name: 'p_kind', type: 'text', required: true },
      { key: 'requestedBy', name: 'p_requested_by', type: 'text', required: true },
      { key: 'companyId', name: 'p_company_id', type: 'text', required: false },
      { key: 'byNight', name: 'p_by_night', type: 'bool', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.start_crm_sync,
  },
  startCustomerSync: {
    name: 'start_customer_sync',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'housecallProId', name: 'p_housecall_pro_id', type: 'text', required: true },
      { key: 'requestedBy', name: 'p_requested_by', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.start_customer_sync,
  },
  startVerification: {
    name: 'start_verification',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'type', name: 'p_type', type: 'text', required: true },
      { key: 'value', name: 'p_value', type: 'text', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.start_verification,
  },
  stopCrmSyncs: {
    name: 'stop_crm_syncs',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'runId', name: 'p_run_id', type: 'uuid', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  storeCallRecording: {
    name: 'store_call_recording',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'callId', name: 'p_call_id', type: 'uuid', required: true },
      { key: 'recording', name: 'p_recording', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.store_call_recording,
  },
  storeCallTurn: {
    name: 'store_call_turn',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'callId', name: 'p_call_id', type: 'uuid', required: true },
      { key: 'turn', name: 'p_turn', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.store_call_turn,
  },
  submitChatReply: {
    name: 'submit_chat_reply',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'answersMessageId', name: 'p_answers_message_id', type: 'uuid', required: true },
      { key: 'writerId', name: 'p_writer_id', type: 'uuid', required: true },
      { key: 'text', name: 'p_text', type: 'text', required: true },
      { key: 'provider', name: 'p_provider', type: 'text', required: true },
      { key: 'model', name: 'p_model', type: 'text', required: true },
      { key: 'usage', name: 'p_usage', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.submit_chat_reply,
  },
  submitReply: {
    name: 'submit_reply',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'conversationId', name: 'p_conversation_id', type: 'uuid', required: true },
      { key: 'answersMessageId', name: 'p_answers_message_id', type: 'uuid', required: true },
      { key: 'text', name: 'p_text', type: 'text', required: true },
      { key: 'provider', name: 'p_provider', type: 'text', required: true },
      { key: 'model', name: 'p_model', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.submit_reply,
  },
  touchApiKeys: {
    name: 'touch_api_keys',
    arguments: [
      { key: 'keyIds', name: 'p_key_ids', type: 'uuid[]', required: true },
      { key: 'usedAt', name: 'p_used_at', type: 'timestamptz[]', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: z.int().nullable(),
  },
  touchCall: {
    name: 'touch_call',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'callId', name: 'p_call_id', type: 'uuid', required: true },
    ],
    shape: 'void',
    select: 'value',
    result: z.undefined(),
  },
  undoMerge: {
    name: 'undo_merge',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'mergeId', name: 'p_merge_id', type: 'uuid', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.undo_merge,
  },
  updateCustomer: {
    name: 'update_customer',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: true },
      { key: 'changes', name: 'p_changes', type: 'jsonb', required: true },
      { key: 'version', name: 'p_version', type: 'int4', required: true },
      { key: 'source', name: 'p_source', type: 'text', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
      { key: 'sourceRef', name: 'p_source_ref', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.update_customer,
  },
  updateInsight: {
    name: 'update_insight',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'insightId', name: 'p_insight_id', type: 'uuid', required: true },
      { key: 'status', name: 'p_status', type: 'text', required: true },
      { key: 'actionedBy', name: 'p_actioned_by', type: 'text', required: true },
      { key: 'reason', name: 'p_reason', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.update_insight,
  },
  updateInsightRule: {
    name: 'update_insight_rule',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'rule', name: 'p_rule', type: 'text', required: true },
      { key: 'changes', name: 'p_changes', type: 'jsonb', required: true },
      { key: 'actor', name: 'p_actor', type: 'text', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.update_insight_rule,
  },
  updateTenantSettings: {
    name: 'update_tenant_settings',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'settings', name: 'p_settings', type: 'jsonb', required: true },
    ],
    shape: 'value',
    select: 'value',
    result: results.update_tenant_settings,
  },
  upsertCustomerProfile: {
    name: 'upsert_customer_profile',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'profile', name: 'p_profile', type: 'jsonb', required: true },
      { key: 'customerId', name: 'p_customer_id', type: 'uuid', required: false },
      { key: 'phone', name: 'p_phone', type: 'text', required: false },
      { key: 'email', name: 'p_email', type: 'text', required: false },
      { key: 'idempotencyKey', name: 'p_idempotency_key', type: 'text', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.upsert_customer_profile,
  },
  verifyCrmTotals: {
    name: 'verify_crm_totals',
    arguments: [
      { key: 'tenantId', name: 'p_tenant_id', type: 'uuid', required: true },
      { key: 'repair', name: 'p_repair', type: 'bool', required: false },
    ],
    shape: 'value',
    select: 'value',
    result: results.verify_crm_totals,
  },
  wakeCrmInbox: {
    name: 'wake_crm_inbox',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.boolean().nullable(),
  },
  wakeInbox: {
    name: 'wake_inbox',
    arguments: [],
    shape: 'value',
    select: 'value',
    result: z.boolean().nullable(),
  },
} satisfies Record<string, ApiFunctionSpec>

/** What a call resolves to. */
export type ApiResult<Name extends keyof typeof functions> = z.output<(typeof functions)[Name]['result']>

/** One method per function of schema api. A result that its schema does not allow is an ApiResultError. */
export interface Api {
  /**
   * Takes the remaining attempts from a job that is running its p_attempt-th (from 1): when that one is failed, or
   * runs out of time, the job goes to the dead letters. False when the job is no longer running that attempt.
   */
  abandonJob(
    args: { queue: string; jobId: string; attempt: number },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'abandonJob'>>

  /**
   * Closes a recommendation for an agent: {id, customerId, type, status, actionedAt, actionedBy}; as
   * api.update_insight. p_customer_id: whose it has to be. RP001, RP003, RP004 as there, RP004 also for a key used
   * for something else.
   */
  actionInsight(
    args: {
      tenantId: string
      insightId: string
      status: string
      reason?: string | null
      customerId?: string | null
      idempotencyKey?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'actionInsight'>>

  /**
   * Gives a customer an address, unless they have it (same street and zip): {customerId, addressId, isNew}.
   * p_address {street, streetLine2, city, state, zip, country, type: service | billing, propertyType, yearBuilt}. It
   * goes to HousecallPro as every new address does. RP001 unknown customer, RP003 no street, RP004 a key used for
   * something else, RP006 erased, 23514 for a value.
   */
  addAddress(
    args: { tenantId: string; customerId: string; address: unknown; idempotencyKey?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'addAddress'>>

  /**
   * Gives a login role the tenant whose rows it sees in schema analytics, for good: a role never changes its tenant.
   * The role itself is made by `rapport analyst create`, which needs the right to. 23505 when the role has a tenant.
   */
  addAnalyst(args: { tenantId: string; roleName: string }, options?: ApiCallOptions): Promise<ApiResult<'addAnalyst'>>

  /**
   * Routes a number or address to a location; again for the same tenant it moves it. Returns the endpoint's id.
   * RP004 when another tenant has it.
   */
  addChannelEndpoint(
    args: {
      tenantId: string
      locationId: string
      channel: string
      address: string
      provider?: string | null
      messagingServiceSid?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'addChannelEndpoint'>>

  /**
   * Adds a line item to an open job of ours: {customerId, jobId, itemId, total|null in US dollars}. p_item {name,
   * description, kind: labor | material | discount | fee | other, quantity, unitPrice}. p_customer_id: whose job it
   * has to be. RP001 unknown job, RP003 no name, RP004 when the job is closed, its items are the CRM's, or the key
   * was used for something else, 23514 for a value.
   */
  addJobItem(
    args: {
      tenantId: string
      jobId: string
      item: unknown
      customerId?: string | null
      idempotencyKey?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'addJobItem'>>

  /**
   * Queues a note for a job of HousecallPro; the same p_dedupe_key queues it once. Returns the push's id. RP001: no
   * such job. RP003: no text, or over 4000 characters. RP004: the job is not HousecallPro's, the tenant has no
   * account there or CUSTOMER_CONTEXT_HCP_SYNC is off.
   */
  addJobNote(
    args: { tenantId: string; jobId: string; content: string; dedupeKey: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'addJobNote'>>

  /**
   * Writes down a note of a person's: words (p_note), or a fact (p_slot with p_value), whose words are made of it
   * unless given. It supersedes what was held of its slot, and no model overrules it. The note as in
   * api.list_memory_notes. RP001 unknown, RP006 erased, RP003 for neither words nor fact or a value that is none for
   * the slot, 23514 for another kind.
   */
  addMemoryNote(
    args: {
      tenantId: string
      customerId: string
      kind: string
      actor: string
      note?: string | null
      slot?: string | null
      value?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'addMemoryNote'>>

  /**
   * What HousecallPro answered to the call that a push asked for, and what to call next; as api.claim_crm_push
   * answers, with call null when the push has ended or is not this worker's any more. p_outcome: {kind: customer |
   * changed, notes, tags, updatedAt} | {kind: written, notes, updatedAt} | {kind: addresses, addresses: [{id,
   * street, streetLine2, zip}]} | {kind: job, notes: [{id, content}]} | {kind: jobs, jobs: [{id, notes: [text]}]} |
   * {kind: created, id} | {kind: failed, code, fields, retryAfterSeconds, wasSent}. 22023 for an answer to something
   * else.
   */
  advanceCrmPush(
    args: { tenantId: string; pushId: string; attempt: number; outcome: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'advanceCrmPush'>>

  /**
   * Sets a note right for an agent: p_action correct (with p_changes), retire or restore, as
   * api.correct_memory_note, api.retire_memory_note and api.restore_memory_note. {customerId, noteId, outcome:
   * updated | conflict, version: the current one}. RP001, RP003, RP006 as there, RP003 for another action, RP004 for
   * a key used for something else.
   */
  amendMemoryNote(
    args: {
      tenantId: string
      customerId: string
      noteId: string
      action: string
      version: number
      changes?: unknown | null
      idempotencyKey?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'amendMemoryNote'>>

  /**
   * Gives the planner fresh statistics of the tables of customers that have more than doubled since theirs were
   * made: a first full sync fills them faster than autovacuum looks, and without statistics every look-up of a
   * tenant's rows reads all of them. Returns how many tables. In a transaction of its own, never with other work.
   */
  analyzeGrownTables(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'analyzeGrownTables'>>

  /**
   * Says that this process has a HousecallPro account for a tenant in its environment, which Postgres cannot know
   * otherwise; good for a day. Nothing for an unknown tenant.
   */
  announceCrmAccount(args: { tenantId: string }, options?: ApiCallOptions): Promise<ApiResult<'announceCrmAccount'>>

  /**
   * What Twilio reports of a call: {callSid, to, status, seconds | null}. A final status ends it, with its length;
   * again changes nothing. Returns {outcome: ended | noted | unrouted, tenantId | null}.
   */
  applyCallStatus(args: { event: unknown }, options?: ApiCallOptions): Promise<ApiResult<'applyCallStatus'>>

  /**
   * What Twilio reports about one attempt of a delivery: {messageSid, status, errorCode | null, to, raw}. Forward
   * only; repeats and reordering are harmless; resolves what was unknown. Returns {outcome: applied | repeated |
   * unrouted, state}; what fits no delivery is kept as unrouted, without its numbers.
   */
  applyStatusCallback(
    args: { tenantId: string; deliveryId: string; attempt: number; event: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'applyStatusCallback'>>

  /**
   * Says, for the rest of the transaction, whom changes are put down to in the audit log (key:<id>,
   * webhook:<provider>, job:<queue>) and in which request or job. The typed calls of src/db put it in front of the
   * call it is for, in one statement. Always true.
   */
  attributeCall(
    args: { actor: string; requestId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'attributeCall'>>

  /**
   * Brings in at most 2000 rows of another system's audit log: [{line, id, leadId, actor, action, at, payload}], or
   * {line, problem} for one that could not be read; of a table, read in the order of its key, also key (null: a
   * file). What was said becomes messages of one closed conversation a lead (api.import_leads), and the leads' state
   * metadata becomes notes. Nothing is answered, sent or alerted. A row whose id was brought before is counted as
   * repeated; lines, or keys, up to where the run is are left out, so that a call may be repeated. Answers the run
   * as api.start_backfill, and lines [{line, outcome: skipped | bad, reason}]. RP001 for an unknown run, RP003 for
   * more rows, RP004 when the run was rolled back or the tenant has no location.
   */
  backfillAuditRows(
    args: { tenantId: string; backfillId: string; rows: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'backfillAuditRows'>>

  /**
   * Claims what is due of a kind for a new batch, which the queue run_batch then brings to OpenAI; returns its id,
   * null when nothing is due, 20 of the kind are under way, or the hard budget of the month is used up. Call again
   * until null: a batch holds 50,000 requests at most. p_model: instead of the kind's own; of vectors the tenant's
   * own choice goes before it, and nothing is due where they are made at once. RP003 for an unknown kind or
   * embedding model, RP004 for one that is off.
   */
  beginBatch(
    args: { tenantId: string; jobType: string; requestedBy: string; model?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'beginBatch'>>

  /**
   * Has a batch cancelled: at once while OpenAI does not know it, else by the queue run_batch; what is done by then
   * is paid for and taken in. Comes back as api.get_batch. RP001 for an unknown one, RP004 for one that is over.
   */
  cancelBatch(args: { tenantId: string; batchId: string }, options?: ApiCallOptions): Promise<ApiResult<'cancelBatch'>>

  /**
   * Takes up a batch for one worker, for 10 minutes after its last sign of life, and says what to do
   * (ai.next_batch_step); each api function that takes the outcome says what is next. {action: wait, reason} while
   * another is at it or OpenAI is not done, {action: none, status} when it is over. p_takes_over: for a person, who
   * may take it from another worker; what that one hands in is then refused. RP001 for an unknown batch.
   */
  claimBatch(
    args: { tenantId: string; batchId: string; takesOver?: boolean | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'claimBatch'>>

  /**
   * The next change of a tenant that is due at HousecallPro, and what to call for it (crm.next_call): {pushId,
   * attempt, call, …} leaves it in state sending under a lease of 3 minutes, and the answer goes to
   * api.advance_crm_push; {call: null, reason} when nothing is to be done now. p_has_credentials: whether there is a
   * client for the tenant; without one everything waits. Of any number of callers one works on a customer.
   */
  claimCrmPush(
    args: { tenantId: string; hasCredentials: boolean },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'claimCrmPush'>>

  /**
   * Decides, at the last moment, whether a queued delivery is sent: {action: send, attempt, from, to, body,
   * mediaUrls, messagingServiceSid} leaves it in state sending under a lease of 60 s, and its result must be
   * recorded; {action: none, state, reason} means there is nothing to do. p_channel_state: {hasCredentials,
   * demoMode, allowedRecipients}. Of any number of callers one is told to send.
   */
  claimDelivery(
    args: { tenantId: string; deliveryId: string; channelState: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'claimDelivery'>>

  /**
   * What a tenant's messages need next, p_models being the models that can be asked, the preferred one first:
   * {action: embed, model, texts: [{messageId, text, fingerprint}]}, at most p_limit and in this caller's hands for
   * five minutes, with p_is_last a job for the rest is queued; {action: again, reason} when old vectors were pruned
   * and more may be; {action: none, reason: done | off | no_model | nightly | provider_unwell (a job for later is
   * queued) | busy (another job has texts of the tenant in hand)}.
   */
  claimEmbeddings(
    args: { tenantId: string; models: string[]; isLast?: boolean | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'claimEmbeddings'>>

  /**
   * Begins or takes up a reading of HousecallPro for one worker, for 90 seconds at a time: {action: fetch, claimId,
   * step, …} is one request to make (crm.describe_sync_step), whose answer goes to api.record_sync_page or
   * api.record_sync_failure, which say what is next; {action: wait, reason, until} while it rests or another works
   * on it; {action: none, state} when it is over. p_takes_over: for a person, who may take it from another worker;
   * what that one hands in is then refused. RP001 for an unknown run.
   */
  claimSyncStep(
    args: { tenantId: string; runId: string; takesOver?: boolean | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'claimSyncStep'>>

  /**
   * Deliveries of all tenants of which it is not known whether they were sent, the attempt at least 30 s old: to be
   * looked up at the provider and given to api.reconcile_delivery. Those that were not looked up yet come first,
   * then those whose last look-up is the longest ago. On the way: expired leases become unknown, what was unknown
   * for 15 minutes needs_person, and queued ones that no job takes up are enqueued again.
   */
  claimUnknownDeliveries(
    args?: { limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'claimUnknownDeliveries'>>

  /**
   * Says of messages that imports brought, of all tenants, what they are about, p_limit of them (10,000 at most).
   * Returns how many; call again while it is p_limit.
   */
  classifyMessages(args?: { limit?: number | null }, options?: ApiCallOptions): Promise<ApiResult<'classifyMessages'>>

  /**
   * Closes conversations of all tenants that were silent for the tenant's conversationTimeoutHours, else
   * p_default_timeout_hours; at most p_limit. Returns how many.
   */
  closeIdleConversations(
    args?: { defaultTimeoutHours?: number | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'closeIdleConversations'>>

  /**
   * Ends the calls of all tenants that gave no sign of life, whose end nobody told: 3 minutes while the assistant
   * talks, 4 hours after they were put through, else 15 minutes. At most p_limit; returns how many.
   */
  closeLostCalls(args?: { limit?: number | null }, options?: ApiCallOptions): Promise<ApiResult<'closeLostCalls'>>

  /**
   * Closes, as a person's word, what a conversation left open with a customer; one that is closed stays as it was
   * closed. The customer's summary says it no more. Returns what is still open, as api.list_open_items. RP001
   * unknown customer or item, RP006 erased.
   */
  closeOpenItem(
    args: { tenantId: string; customerId: string; itemId: string; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'closeOpenItem'>>

  /**
   * The reply that needs no model: {text, intent|null, needsPerson}, from the tenant's and the customer's rows; what
   * is not understood is handed to a person and says so. Puts the conversation before a person where one is needed.
   * RP001: no such conversation.
   */
  composeLocalReply(
    args: { tenantId: string; conversationId: string; answersMessageId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'composeLocalReply'>>

  /**
   * Checks the one-time code of a chat's visitor; every try counts: {outcome: linked | pending | wrong | expired |
   * locked, attemptsLeft, isVerified}. linked: the visitor is the customer with that number, their history joined
   * (memory.settle_chat_identity); pending: a person decides. RP001 for a verification that is not this chat's.
   */
  confirmChatVerification(
    args: { tenantId: string; chatId: string; verificationId: string; code: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'confirmChatVerification'>>

  /**
   * Notes which candidates of a recall helped; they come a little earlier in later recalls: {customerId, recallId,
   * helped: all that did so far}. Once a candidate and recall, however often it is said. p_customer_id: whose recall
   * it has to be. RP001 unknown recall, RP003 for what is no candidate of it, RP004 a key used for something else.
   */
  confirmMemoryContext(
    args: {
      tenantId: string
      recallId: string
      candidateIds: string[]
      customerId?: string | null
      idempotencyKey?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'confirmMemoryContext'>>

  /**
   * Checks a one-time code; every try counts. {outcome: linked | pending | wrong | expired | locked, attemptsLeft,
   * isShared}; linked makes the identity verified. RP001 for an unknown verification.
   */
  confirmVerification(
    args: { tenantId: string; verificationId: string; code: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'confirmVerification'>>

  /**
   * What happens next in a call: {after: person | model_failed | time_limit | shutdown (the assistant stops for that
   * reason) | stream | dial | recording (what Twilio was told to do ended), channelState: {demoMode,
   * allowedRecipients}, reason?, dialStatus?, callStatus?}. Returns {action: dial | voicemail | hang_up, say | null,
   * number | null, callerId | null}: the caller is put through where there is a number, else to the voicemail. Asked
   * again, it says the same. RP001 for an unknown call.
   */
  continueCall(
    args: { tenantId: string; callId: string; event: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'continueCall'>>

  /**
   * Sets a note right: p_changes {kind, note, slot, value}, what is not named stays; from then on it is a person's,
   * which no model overrules and which outlives its source. {outcome: updated | conflict, note}; a version that is
   * not the current one changes nothing. RP001, RP006, RP003 as api.add_memory_note.
   */
  correctMemoryNote(
    args: { tenantId: string; customerId: string; noteId: string; changes: unknown; version: number; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'correctMemoryNote'>>

  /**
   * An upper bound of the o200k_base tokens of a text, without a tokenizer: never too low, and near for English
   * prose.
   */
  countTokensAtMost(args: { text: string }, options?: ApiCallOptions): Promise<ApiResult<'countTokensAtMost'>>

  /**
   * Stores an API key by the hexadecimal SHA-256 of its text, which the caller made from a cryptographic random
   * source and shows once. Returns the key's id. p_rate_limit_per_minute: 1 to 1,000,000 requests. 23514 for an
   * unknown scope or a limit out of range.
   */
  createApiKey(
    args: {
      tenantId: string
      name: string
      keyHash: string
      keyPrefix: string
      scopes: string[]
      expiresAt?: Date | string | null
      rateLimitPerMinute?: number | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'createApiKey'>>

  /**
   * A chat that a link will lead to: {chatId, epoch}. p_verified_by staff: the issuer vouches that the link goes to
   * that customer through the customer's own channel, and the chat is theirs from the start; without it nothing of
   * the customer is used or shown before a one-time code. RP001 for an unknown customer or location, RP003 for
   * vouching for nobody.
   */
  createChat(
    args: { tenantId: string; customerId?: string | null; locationId?: string | null; verifiedBy?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'createChat'>>

  /**
   * Makes a job of ours: {customerId, jobId, addressId|null, itemIds, status: needs_scheduling | scheduled, crm:
   * queued | off | not_connected | not_linked | no_address}. p_job {description, addressId, serviceType,
   * scheduledStart, scheduledEnd, arrivalWindowMinutes, technicianName, leadSource, items [{name, description, kind,
   * quantity, unitPrice}]}; prices in US dollars; without addressId the one service address. With the setting
   * pushJobs it goes to HousecallPro a minute later. p_conversation_id: the reply that makes it, which may set no
   * date (RP005). RP001 unknown customer or address, RP003 no description, RP004 a key used for something else,
   * RP006 erased, 23514 for a value.
   */
  createJob(
    args: {
      tenantId: string
      customerId: string
      job: unknown
      conversationId?: string | null
      idempotencyKey?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'createJob'>>

  /**
   * Creates a location from {slug, name, timeZone, street, city, state, zip, phone, email, onCallPhone, hours:
   * [{weekday 1-7, opens, closes}]}; the first one of a tenant is its default. Returns its id. 23514 for a zone that
   * is not IANA or a phone that is not E.164.
   */
  createLocation(
    args: { tenantId: string; location: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'createLocation'>>

  /**
   * Creates a business, with the given id or a new one; returns the id. 23505 when the slug is taken, 23514 for
   * settings or a slug that are not valid.
   */
  createTenant(
    args: {
      slug: string
      name: string
      industry?: string | null
      settings?: unknown | null
      isDemo?: boolean | null
      tenantId?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'createTenant'>>

  /**
   * Marks records (customer, job, estimate, lead; HousecallPro's ids) as deleted there, as of a time: a deleted job
   * counts as canceled and leaves the totals; nothing is removed. A version newer than the deletion is left alone.
   * Returns how many were marked. RP003 for another kind.
   */
  deleteHousecallRecords(
    args: { tenantId: string; kind: string; ids: string[]; deletedAt: Date | string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'deleteHousecallRecords'>>

  /**
   * Reads the texts of jobs that a sync of many customers left unread, p_limit of them and as many as three times
   * that of the same customers: {jobs: how many were read, findings: how many changed, unreadable: [{jobId, code
   * (SQLSTATE)}] of those whose reading failed, which are not tried again until their texts change}; equipment and
   * known issues follow. Call again until jobs is 0, or say with p_is_last that this was the last call: the rest
   * gets a job.
   */
  deriveFindings(
    args: { tenantId: string; limit?: number | null; isLast?: boolean | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'deriveFindings'>>

  /**
   * The stream of a call ended: hung_up (then the call is over), person, model_failed, time_limit, shutdown or lost
   * (then Twilio asks what next). A reason that api.continue_call was given stays. RP001 for an unknown call.
   */
  endCallStream(
    args: { tenantId: string; callId: string; streamSid: string; end: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'endCallStream'>>

  /**
   * The look at every batch that is under way, of all tenants, or whose files are still at OpenAI: a job each.
   * Returns how many.
   */
  enqueueBatchPolls(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'enqueueBatchPolls'>>

  /**
   * The net under the queue: a job for each tenant with changes that are due at HousecallPro, or whose worker
   * stopped. Returns how many tenants.
   */
  enqueueDueCrmPushes(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'enqueueDueCrmPushes'>>

  /**
   * Enqueues the scheduled jobs of these queues whose minute has come within the last hour and that nobody has
   * enqueued since, and returns the queues' names. For installations without a process that runs pg-boss's own
   * scheduler; beside one it does no harm. Call it every minute; a tick that was missed is made up for, once.
   */
  enqueueDueSchedules(args: { queues: string[] }, options?: ApiCallOptions): Promise<ApiResult<'enqueueDueSchedules'>>

  /**
   * The sweep: a job for each active tenant whose messages wait for vectors that are made at once, or whose model is
   * another one than it should be, given the models that can be asked. Returns how many.
   */
  enqueueEmbeddings(args: { models: string[] }, options?: ApiCallOptions): Promise<ApiResult<'enqueueEmbeddings'>>

  /**
   * The nightly fan-out: a job for each active tenant with CUSTOMER_CONTEXT_INSIGHTS, whose pass does not wait
   * already. Returns how many.
   */
  enqueueInsightPasses(
    args?: Record<string, never>,
    options?: ApiCallOptions,
  ): Promise<ApiResult<'enqueueInsightPasses'>>

  /** The nightly fan-out: a job for each active tenant and each kind of batch whose flag it has on. Returns how many. */
  enqueueNightlyBatches(
    args?: Record<string, never>,
    options?: ApiCallOptions,
  ): Promise<ApiResult<'enqueueNightlyBatches'>>

  /**
   * Puts a job on the queue for each active tenant with conversations that were not read to their end, unless one
   * waits. Returns how many.
   */
  enqueueReadings(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'enqueueReadings'>>

  /**
   * The tenant of a single-tenant installation with a location and a number for messages and calls; what exists is
   * left alone. Returns its id. RP004 when the number is another tenant's.
   */
  ensureTenant(
    args: { tenantId: string; number: string; timeZone?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ensureTenant'>>

  /**
   * The public key of the chat widget of a location, by default the tenant's default one; made where there is none
   * yet. RP001 for an unknown location.
   */
  ensureWidget(
    args: { tenantId: string; locationId?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ensureWidget'>>

  /**
   * Removes every trace of a customer and of those merged into them: rows of all tables, events as they came, jobs,
   * what was derived. Keeps the proof that comes back, without personal data ({erasureId, erasedAt, erasedBy,
   * rowCounts by table, optOutsKept}), and keyed HMACs: a number that had opted out stays opted out when it comes
   * back, and no sync or import brings the record back. p_actor: the id of an API key. Not to be undone. RP001 for
   * an unknown customer, RP006 for one that was erased before.
   */
  eraseCustomer(
    args: { tenantId: string; customerId: string; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'eraseCustomer'>>

  /**
   * Everything that is kept about a customer, those merged into them included: {format, customerId, tables:
   * {"schema.table": [rows]}}, column names as in the database. Search columns, vectors and hashes of secrets are
   * left out. The same data give the same text. RP001 for an unknown customer, RP006 for an erased one.
   */
  exportCustomer(
    args: { tenantId: string; customerId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'exportCustomer'>>

  /**
   * Writes down that working on the events of one record of HousecallPro failed as a whole (api.process_crm_inbox
   * raised, p_code is the SQLSTATE or whatever else is known): they are no longer listed, and have a job of their
   * own (queue housecall_event), which tries them again and ends in the dead letters. Returns how many events; 0
   * when they were worked on meanwhile.
   */
  failCrmInbox(
    args: { tenantId: string; eventId: string; code: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'failCrmInbox'>>

  /**
   * Notes that a model could not read a conversation as it stands, in so many tries (p_reason: invalid_output |
   * refused …): {failures}. After two it is left until something new is said.
   */
  failReading(
    args: { tenantId: string; conversationId: string; purpose: string; reason: string; tries: number },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'failReading'>>

  /**
   * What is remembered of a customer that may answer a question: {customerId, recallId, candidates: [{id, kind:
   * message | note, text (1,000 characters), saidBy, at, score, helped: how often it has}]}, best first, 1-20 of
   * them. Tell which ones helped with api.confirm_memory_context. In a reply p_conversation_id and
   * p_answers_message_id say which. RP001 unknown customer, RP006 erased.
   */
  fetchMemoryCandidates(
    args: {
      tenantId: string
      customerId: string
      query: string
      embedding?: number[] | null
      embeddingModel?: string | null
      limit?: number | null
      conversationId?: string | null
      answersMessageId?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'fetchMemoryCandidates'>>

  /**
   * Says that a run's input is read to its end; twice is once. Answers the run as api.start_backfill. RP001 for an
   * unknown run.
   */
  finishBackfill(
    args: { tenantId: string; backfillId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'finishBackfill'>>

  /**
   * The model whose vectors a tenant's messages get: its own choice if it is one of p_models, the models that can be
   * asked, else the first of them. A change has all messages noted for api.list_unembedded. Null where
   * CUSTOMER_CONTEXT_EMBEDDINGS is off.
   */
  followEmbeddingModel(
    args: { tenantId: string; models: string[] },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'followEmbeddingModel'>>

  /**
   * A batch: {id, jobType, status, openaiStatus, openaiBatchId, model, totalRequests, completedRequests,
   * failedRequests, droppedRequests, inputTokens, outputTokens, costUsd, savingsUsd, unpricedRequests,
   * isCancelRequested, requestedBy, createdAt, submittedAt, polledAt, expiresAt, completedAt, error}; costs in US
   * dollars. RP001 when there is none.
   */
  getBatch(args: { tenantId: string; batchId: string }, options?: ApiCallOptions): Promise<ApiResult<'getBatch'>>

  /**
   * What the assistant in a call works with as of now, after something changed: see ai.brief_call. RP001 for an
   * unknown call.
   */
  getCallBrief(args: { tenantId: string; callId: string }, options?: ApiCallOptions): Promise<ApiResult<'getCallBrief'>>

  /**
   * What a chat may show its visitor: {isVerified, business: {name, assistantName, greeting|null, accentColor|null,
   * quickReplies, timeZone}, customerId, customer: {firstName|null, nextAppointment: {start, end, timeZone,
   * serviceType, technicianName}|null, lastVisit: {date, serviceType, technicianName}|null, equipment: names}};
   * customer and customerId are null until the chat is verified. RP001 for a chat that is not there or was revoked.
   */
  getChatContext(
    args: { tenantId: string; chatId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getChatContext'>>

  /**
   * A customer's context as Markdown for a language model, never more than p_budget o200k tokens (50 to 16000; by
   * default the tenant's promptBudget, else 1500). Sections appear when they hold something: Customer Profile,
   * Current Issue, Upcoming Appointments, Consent, Properties, Other Equipment, Recent Service History, Active
   * Recommendations, Conversation Summary, Notes, Recent Conversation; the least useful lines are left out first.
   * What customers wrote is one line each, quoted. Null when there is no such customer and while
   * CUSTOMER_CONTEXT_ENABLED is off. RP003 for a budget out of range.
   */
  getContextPrompt(
    args: { tenantId: string; customerId: string; budget?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getContextPrompt'>>

  /**
   * One account of a tenant with a CRM and its encrypted credentials, which only the edge can open; no row when
   * there is none.
   */
  getCrmConnection(
    args: { tenantId: string; provider: string; companyId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getCrmConnection'>>

  /**
   * How far a reading of HousecallPro is: {id, kind, state: queued | running | paused | done | failed | stopped,
   * companyId, customerId, housecallProId, pauseReason, resumeAt, progress 0 to 1, current {resource, page,
   * totalPages}, stepsLeft, requests, counts, failures, outcome, error, requestedBy, createdAt, startedAt,
   * finishedAt}. RP001 when there is none.
   */
  getCrmSync(args: { tenantId: string; runId: string }, options?: ApiCallOptions): Promise<ApiResult<'getCrmSync'>>

  /**
   * The record that people edit: profile fields, identities, fieldSources (where each field came from), merges
   * (newest first), and version, which grows with every change and goes into api.update_customer. The id of a merged
   * customer gives the one they became. RP001 for an unknown customer, RP006 for an erased one.
   */
  getCustomer(
    args: { tenantId: string; customerId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getCustomer'>>

  /**
   * All that is known about a customer, computed now, in camelCase: who they are, preferences, membership, value and
   * balance in US dollars, properties, equipment with ages, the last five jobs, appointments, visits asked for and
   * not booked (bookingWishes), insights, consent by channel, notes, the last ten messages, summaries. p_type: phone
   * (E.164), email, web_user_id, housecall_pro_id or customer_id. Dates are ISO 8601. Null when nobody has the
   * identity and while CUSTOMER_CONTEXT_ENABLED is off; without CUSTOMER_CONTEXT_INSIGHTS insights is empty, without
   * CONTEXT_MEMORY_ENABLED memoryNotes and lastExchanges are. RP002 when several customers share it, RP003 for an
   * unknown type.
   */
  getCustomerContext(
    args: { tenantId: string; type: string; value: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getCustomerContext'>>

  /**
   * What api.get_customer_context returns, as text without any space between its parts: for who hands it on and need
   * not take it apart. It begins with the field customerId.
   */
  getCustomerContextText(
    args: { tenantId: string; type: string; value: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getCustomerContextText'>>

  /**
   * A customer's active recommendations, most pressing first: an array of {id, type, title, description, priority:
   * low|medium|high|urgent, suggestedAction, confidence 0-1, generatedAt, expiresAt}. Empty while
   * CUSTOMER_CONTEXT_INSIGHTS is off. RP001 when there is no such customer.
   */
  getCustomerInsights(
    args: { tenantId: string; customerId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getCustomerInsights'>>

  /**
   * How the installation is, over all tenants, without personal data: {status: ok | degraded, migrations, queue,
   * outbox (open, and of the last day), unroutedLastDay, crm (accounts by provider and state of their circuit
   * breaker), embeddings (messages without a vector: waiting, given up; tenants on the way to another model),
   * budgets (tenants that reached the soft or hard limit of their aiBudget this month), providers}. Degraded: a job
   * is due for over five minutes, dead letters wait, a send needs a person, or a CRM turns a key away.
   */
  getHealth(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'getHealth'>>

  /**
   * What Postgres knows for GET /metrics, over all tenants, without personal data: one row a series (labels as JSON,
   * kind counter or gauge).
   */
  getMetrics(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'getMetrics'>>

  /**
   * How the model providers are doing over all tenants: [{provider, status: ok|degraded|skipped,
   * consecutiveFailures, lastSuccessAt, lastFailureAt, lastOutcome, skipUntil}]; one that was never called is
   * missing. Reads no tenant's rows.
   */
  getProviderHealth(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'getProviderHealth'>>

  /**
   * The model that a search of a tenant is to be embedded with, so that it can be compared with what is stored; null
   * where there are no vectors yet or none of p_models, those that can be asked, made them, and while their provider
   * is left alone after failures.
   */
  getQueryModel(
    args: { tenantId: string; models: string[] },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getQueryModel'>>

  /**
   * What the customer's memory is to be asked before a reply, and by which of the models that can be asked: {text,
   * model}. Both are null where nothing is to be recalled (nobody, or not surely, known; no model writes the reply;
   * too few words); the model alone where words must do.
   */
  getRecallQuery(
    args: { tenantId: string; conversationId: string; providers: unknown; models: string[] },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getRecallQuery'>>

  /** A tenant by slug: settings, effective flags, locations with their endpoints, as JSON. RP001 when there is none. */
  getTenant(args: { slug: string }, options?: ApiCallOptions): Promise<ApiResult<'getTenant'>>

  /**
   * What models cost a tenant between two days of its time zone (this month by default), divided by any of provider,
   * model, channel, purpose, day: {from, to, timeZone, rows: [{provider?, model?, channel?, purpose?, day?, calls,
   * failures, inputTokens, cachedInputTokens, outputTokens, costUsd, unpricedCalls, meanLatencyMs|null}], budget:
   * {month, spentUsd, softUsd|null, hardUsd|null, level: soft|hard|null, notices: [{month, level, limitUsd,
   * spentUsd, noticedAt}]}}. costUsd has no part of the unpricedCalls. RP003 for a time or a division that cannot
   * be.
   */
  getUsage(
    args: { tenantId: string; from?: string | null; to?: string | null; by?: string[] | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'getUsage'>>

  /**
   * Imports at most 1000 rows of another system (p_source names it): [{line, externalId, firstName, lastName,
   * companyName, phones, emails, webUserId, housecallProId, shopmonkeyId, customerSince, summary,
   * currentIssueSummary, tags, leadSource, optOuts: [sms | email], addresses: [{street, streetLine2, city, state,
   * zip, latitude, longitude, housecallProAddressId, propertyType, yearBuilt, knownIssues, plumbingAge,
   * lastServiceDate, lastServiceType, lastInspectionDate, waterHeaterType, waterHeaterBrand, waterHeaterInstallDate,
   * waterHeaterAge, asOf}]}], values normalised, line its own. Answers by line: [{line, outcome, reason,
   * customerId}]. created; linked: the id, or a phone or e-mail with a name that may be the same, is known, and what
   * was empty is filled; pending: the value is somebody else's by name, so an own customer and a pending link were
   * made; skipped, with the reason. A refusal (optOuts) is kept for every phone or e-mail of its row. The same rows
   * again change nothing. RP003 for more rows.
   */
  importCustomers(
    args: { tenantId: string; source: string; rows: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'importCustomers'>>

  /**
   * Brings in at most 1000 leads of another system: [{line, sourceId, channel, externalId, stage, stateMetadata,
   * createdAt, updatedAt, customer: a row of api.import_customers, whose externalId says whose lead it is}].
   * Customers are found or made as there. A lead that is known is brought up to date unless it was newer. Answers by
   * line [{line, outcome: created | known | skipped, reason}]. RP003 for more rows.
   */
  importLeads(
    args: { tenantId: string; source: string; rows: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'importLeads'>>

  /**
   * Imports at most 1000 messages of another system whose customers were imported before: [{messageId, threadId,
   * customerId (all there), channel, role: customer | assistant | staff | system, body, at}] into closed
   * conversations, one a thread. {created, known, skipped: their customer is not imported, or was erased}. The same
   * rows again change nothing. RP003 for more rows, RP004 without a location.
   */
  importMessages(
    args: { tenantId: string; source: string; rows: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'importMessages'>>

  /**
   * Takes in lines of a batch's output or error file, from one byte to another, and notes how far that is, in one
   * transaction: a worker that dies repeats none, and lines from elsewhere than where it stands do nothing. p_rows:
   * [{customId, error, embedding | output, model, inputTokens, cachedInputTokens, outputTokens}], at most 5000. Says
   * what is next. RP003 for more, RP004 when the claim is another's by now.
   */
  ingestBatchLines(
    args: {
      tenantId: string
      batchId: string
      claimId: string
      file: string
      from: number
      to: number
      isLast: boolean
      rows: unknown
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestBatchLines'>>

  /**
   * Takes in appointments, an array as HousecallPro sends them (at most 500), with job_id put in where it is known
   * (a job read with its appointments tells it as well) and is_discarded where it was called off; the one told of
   * last is shown on its job when that is newer than the job. p_seen_at: when it was read, now by default. A record
   * older than what is here changes nothing; the same records again change nothing; one that cannot be read is
   * reported by its index and leaves the others alone. {received, written, erased, problems: [{index, id, reason}]}.
   * RP003: no array, or too many.
   */
  ingestHousecallAppointments(
    args: { tenantId: string; appointments: unknown; seenAt?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestHousecallAppointments'>>

  /**
   * Takes in customers, an array as HousecallPro sends them (at most 500), with their addresses where the key is
   * there. Known by their id; else linked to the one customer of ours that a proved number or address leads to; else
   * made. Numbers and addresses that somebody else has are proposed to a person, never taken. What a person set
   * stays; erased customers stay away. p_phones: the E.164 form of the telephone numbers in it by how they are
   * written, made at the edge; p_seen_at: when it was read, now by default. A record older than what is here changes
   * nothing; the same records again change nothing; one that cannot be read is reported by its index and leaves the
   * others alone. {received, created, linked, known, changed (profiles of known and linked), older, erased,
   * proposed, problems: [{index, id, reason}], warnings: [{index, id, fields}] (numbers and addresses that cannot be
   * used)}. RP003: no array, or too many.
   */
  ingestHousecallCustomers(
    args: { tenantId: string; customers: unknown; phones?: unknown | null; seenAt?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestHousecallCustomers'>>

  /**
   * Takes in employees, an array as HousecallPro sends them (at most 500): the names of technicians. p_seen_at: when
   * it was read, now by default. A record older than what is here changes nothing; the same records again change
   * nothing; one that cannot be read is reported by its index and leaves the others alone. {received, written,
   * erased, problems: [{index, id, reason}]}. RP003: no array, or too many.
   */
  ingestHousecallEmployees(
    args: { tenantId: string; employees: unknown; seenAt?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestHousecallEmployees'>>

  /**
   * Takes in estimates, an array as HousecallPro sends them (at most 500). Unknown customers are made from the copy
   * inside. p_phones: the E.164 form of the telephone numbers in it by how they are written, made at the edge;
   * p_seen_at: when it was read, now by default. A record older than what is here changes nothing; the same records
   * again change nothing; one that cannot be read is reported by its index and leaves the others alone. {received,
   * written, erased, problems: [{index, id, reason}]}. RP003: no array, or too many.
   */
  ingestHousecallEstimates(
    args: { tenantId: string; estimates: unknown; phones?: unknown | null; seenAt?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestHousecallEstimates'>>

  /**
   * Takes in invoices, an array as HousecallPro sends them (at most 500); what is due on a job's open invoices is
   * its outstanding balance when they were seen after the job. p_seen_at: when it was read, now by default. A record
   * older than what is here changes nothing; the same records again change nothing; one that cannot be read is
   * reported by its index and leaves the others alone. {received, written, erased, problems: [{index, id, reason}]}.
   * RP003: no array, or too many.
   */
  ingestHousecallInvoices(
    args: { tenantId: string; invoices: unknown; seenAt?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestHousecallInvoices'>>

  /**
   * Takes in jobs, an array as HousecallPro sends them (at most 500), cents to US dollars, both vocabularies of
   * work_status to one; with line_items (array, or the envelope of the list) where the key is there. Unknown
   * customers are made from the copy inside the job. Totals of customers and addresses follow. p_phones: the E.164
   * form of the telephone numbers in it by how they are written, made at the edge; p_seen_at: when it was read, now
   * by default. A record older than what is here changes nothing; the same records again change nothing; one that
   * cannot be read is reported by its index and leaves the others alone. {received, created, updated, untouched,
   * customersCreated, erased (jobs of erased customers), problems: [{index, id, reason}]}. RP003: no array, or too
   * many.
   */
  ingestHousecallJobs(
    args: { tenantId: string; jobs: unknown; phones?: unknown | null; seenAt?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestHousecallJobs'>>

  /**
   * Takes in leads, an array as HousecallPro sends them (at most 500). Unknown customers are made from the copy
   * inside. p_phones: the E.164 form of the telephone numbers in it by how they are written, made at the edge;
   * p_seen_at: when it was read, now by default. A record older than what is here changes nothing; the same records
   * again change nothing; one that cannot be read is reported by its index and leaves the others alone. {received,
   * written, erased, problems: [{index, id, reason}]}. RP003: no array, or too many.
   */
  ingestHousecallLeads(
    args: { tenantId: string; leads: unknown; phones?: unknown | null; seenAt?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestHousecallLeads'>>

  /**
   * Takes in line items that were asked for job by job: [{jobId: HousecallPro's, items: an array, or the envelope of
   * the list}], at most 500; the service type of a job without a job type follows. p_seen_at: when they were read,
   * now by default; lists older than what is here change nothing. {received, known (jobs that we have), changed}.
   * RP003: no array, or too many.
   */
  ingestHousecallLineItems(
    args: { tenantId: string; lists: unknown; seenAt?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'ingestHousecallLineItems'>>

  /** Keeps, once, a signed event that names no tenant of ours, for 30 days. */
  keepUnroutedEvent(
    args: { provider: string; kind: string; eventKey: string; address: string; reason: string; payload: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'keepUnroutedEvent'>>

  /**
   * Gives a customer a normalised phone, email, web_user_id or CRM id: {outcome: linked | pending, isShared}. A
   * value of another customer becomes a pending link unless p_is_shared says several people use it. RP001 for an
   * unknown customer, 23514 for a value that is not normalised.
   */
  linkIdentity(
    args: {
      tenantId: string
      customerId: string
      type: string
      value: string
      isShared?: boolean | null
      verifiedBy?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'linkIdentity'>>

  /** The login roles that see a tenant's rows in schema analytics. */
  listAnalysts(args: { tenantId: string }, options?: ApiCallOptions): Promise<ApiResult<'listAnalysts'>>

  /** A tenant's API keys, oldest first, without their hashes. */
  listApiKeys(args: { tenantId: string }, options?: ApiCallOptions): Promise<ApiResult<'listApiKeys'>>

  /** A tenant's runs of bringing in history, each as api.start_backfill, the newest first. */
  listBackfills(
    args: { tenantId: string; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listBackfills'>>

  /**
   * A tenant's batches, each as api.get_batch, the newest first; only live or only ended ones when p_is_live is
   * given.
   */
  listBatches(
    args: { tenantId: string; isLive?: boolean | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listBatches'>>

  /**
   * The audit log of a tenant or of one customer, newest first; p_limit 1 to 10000. details is {before, after} of
   * the columns that changed.
   */
  listChanges(
    args: { tenantId: string; customerId?: string | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listChanges'>>

  /**
   * What was said in a chat through all its conversations, the newest p_limit before p_cursor: {messages: [{id,
   * clientId, role, text, at}] oldest first, nextCursor (older ones, null at the beginning), pending: the client id
   * of the oldest message that has no answer yet}. RP003 for a cursor of another chat.
   */
  listChatHistory(
    args: { tenantId: string; chatId: string; cursor?: string | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listChatHistory'>>

  /** A tenant's accounts with CRMs, without their credentials; key_id is the encryption key they were made with. */
  listCrmConnections(args: { tenantId: string }, options?: ApiCallOptions): Promise<ApiResult<'listCrmConnections'>>

  /** How a tenant's accounts with CRMs answer, as api.record_crm_health noted it last. */
  listCrmHealth(args: { tenantId: string }, options?: ApiCallOptions): Promise<ApiResult<'listCrmHealth'>>

  /**
   * Events of HousecallPro of all tenants that were acknowledged and not worked on yet, one of each record
   * (api.process_crm_inbox): of the oldest 2,000 that wait, tenants taking turns.
   */
  listCrmInbox(args?: { limit?: number | null }, options?: ApiCallOptions): Promise<ApiResult<'listCrmInbox'>>

  /**
   * A tenant's changes for HousecallPro and what became of them, newest first, without values. waits_until: for
   * those not done yet, with the reason when all of the tenant's wait.
   */
  listCrmPushes(
    args: { tenantId: string; state?: string | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listCrmPushes'>>

  /**
   * A tenant's readings of HousecallPro, each as api.get_crm_sync, the newest first; only open or only ended ones
   * when p_is_open is given.
   */
  listCrmSyncs(
    args: { tenantId: string; isOpen?: boolean | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listCrmSyncs'>>

  /**
   * What a customer and the business said to each other on all channels, newest first: {customerId, messages: [{id,
   * conversationId, channel, direction, role, text, status, at, writtenBy, media}], conversations of these: [{id,
   * channel, status, openedAt, lastMessageAt, summary, urgentAt, needsPersonAt, needsPersonReason}], next}.
   * p_before: the next of the page before, null for the newest page; next is null on the last. One-time codes and
   * what tools were called with are left out. RP001 unknown, RP006 erased, RP003 for a limit outside 1 to 200.
   */
  listCustomerMessages(
    args: { tenantId: string; customerId: string; limit?: number | null; before?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listCustomerMessages'>>

  /**
   * A tenant's jobs that were given up on, newest first, at most p_limit (1000 at most). job_id is what
   * api.retry_dead_letter takes; payload holds ids only.
   */
  listDeadLetters(
    args: { tenantId: string; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listDeadLetters'>>

  /**
   * A tenant's outbox, newest first, of one state or all; label reads like "held: demo" or "undeliverable: no
   * credentials". Secret texts are not shown.
   */
  listDeliveries(
    args: { tenantId: string; state?: string | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listDeliveries'>>

  /**
   * Which conversations are to be read now for a purpose (enrichment | compression) and by whom: {mode: local |
   * model | batch, conversationIds}, longest waiting first. p_providers: [{provider, model|null}] that have keys.
   * Without any they are read by rules at once; with OpenAI they are left to the nightly batch while
   * CONTEXT_MEMORY_REALTIME is off.
   */
  listDueReadings(
    args: { tenantId: string; purpose: string; providers: unknown; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listDueReadings'>>

  /**
   * A tenant's experiments, the active one first: [{name, isActive, updatedAt, updatedBy, arms: [{name, provider,
   * model|null, share: hundredths}], results: [{arm, conversations, bookingWishes, handovers: conversations with
   * one, calls, outcomes: {"<provider> <outcome>": calls}, inputTokens, outputTokens, costUsd, meanLatencyMs,
   * p95LatencyMs}]}]. Results count all calls made for the arm's parties, those that stood in for a failed one too.
   */
  listExperiments(args: { tenantId: string }, options?: ApiCallOptions): Promise<ApiResult<'listExperiments'>>

  /**
   * Addresses of all tenants whose messages wait to be taken in (api.process_inbox), oldest first, tenants taking
   * turns.
   */
  listInbox(args?: { limit?: number | null }, options?: ApiCallOptions): Promise<ApiResult<'listInbox'>>

  /**
   * The rules that insights are made by, as they hold for a tenant: an array of {rule, insightType, description,
   * isEnabled, priority, cooldownDays, expiresAfterDays, serviceNames, isOwn, thresholds: {name: {value, default,
   * least, most, description}}}.
   */
  listInsightRules(args: { tenantId: string }, options?: ApiCallOptions): Promise<ApiResult<'listInsightRules'>>

  /**
   * What is remembered about a customer, newest first, at most 500: [{id, customerId, kind, slot, value, note,
   * quote, source, sourceMessageId, confidence 0-1, writtenBy, validFrom, validTo, recordedAt, confirmedAt,
   * editedAt, editedBy, retiredAt, retiredReason, supersededBy, version}]. With p_all what was superseded or
   * retired, too. RP001 unknown, RP006 erased.
   */
  listMemoryNotes(
    args: { tenantId: string; customerId: string; all?: boolean | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listMemoryNotes'>>

  /**
   * Pairs of customers that may be one, best first, at most p_limit (1-200): [{customers: [{customerId, name,
   * companyName, phone, email}, the other], score 0-1, reasons, pendingLinkId | null}]. From pending links and from
   * look-alikes (same address, number or e-mail with a similar name, or the same full name). Nothing is merged by
   * itself.
   */
  listMergeProposals(
    args: { tenantId: string; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listMergeProposals'>>

  /**
   * What conversations left open with a customer, oldest first: {customerId, items: [{id, kind: promise |
   * appointment | complaint, text, at}]}. RP001 unknown, RP006 erased.
   */
  listOpenItems(
    args: { tenantId: string; customerId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listOpenItems'>>

  /**
   * Encrypted credentials of all tenants that were made with another key than p_key_id, for rotation, in the order
   * of their connections' ids from p_after on; at most p_limit (1 to 1000).
   */
  listOutdatedCredentials(
    args: { keyId: string; after?: string | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listOutdatedCredentials'>>

  /** Links a person has to decide about, oldest first, at most p_limit (1-1000). */
  listPendingLinks(
    args: { tenantId: string; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listPendingLinks'>>

  /**
   * Who read the customers of a tenant, or one of them, newest first; p_limit 1 to 10000. An entry appears some
   * seconds after the reading.
   */
  listReads(
    args: { tenantId: string; customerId?: string | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listReads'>>

  /** Every tenant with how many locations and customers it has; for the command line. */
  listTenants(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'listTenants'>>

  /**
   * Messages worth a vector that have none of this model yet (memory.list_unembedded), the newest first, at most
   * p_limit (1-50000). p_after, a message that came before, continues behind it. fingerprint goes back with the
   * vector to api.save_embeddings, so that one of a text that was changed meanwhile is not kept. It is quick for the
   * tenant's own model (api.follow_embedding_model); for any other one all messages are looked through.
   */
  listUnembedded(
    args: { tenantId: string; model: string; limit?: number | null; after?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listUnembedded'>>

  /** Signed events that belonged to no tenant, newest first. For the operator: it spans tenants. */
  listUnroutedEvents(
    args?: { limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'listUnroutedEvents'>>

  /**
   * Makes two customers one: everything of p_merged_id (CRM ids too) becomes p_survivor_id's, whose own profile wins
   * and is filled where it was empty; p_merged_id stays as a tombstone that look-ups follow. Recorded row by row, so
   * that api.undo_merge restores exactly. {mergeId, customerId, mergedId, moved: rows by table}. p_actor: who
   * decided, the id of an API key. RP001 for an unknown customer, RP003 for the same twice, RP004 when one of them
   * was merged before.
   */
  mergeCustomers(
    args: { tenantId: string; survivorId: string; mergedId: string; reason: string; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'mergeCustomers'>>

  /**
   * Opens the stream of a call with its one-time token: {callSid, streamSid}. Returns {outcome: refused, reason:
   * unknown | wrong | used | expired} or {outcome: open, answerMs (milliseconds without a sound after which the
   * model is given up on), maxOutputTokens} and what ai.brief_call says.
   */
  openCallStream(
    args: { tenantId: string; callId: string; token: string; stream: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'openCallStream'>>

  /**
   * Opens a session of the chat that a checked p_token names ({tenantId, chatId, epoch, isExpired}; isExpired for
   * the old session of a visitor who comes back), or, by the public key of a widget, of that visitor's chat or a new
   * one. p_origin: the web origin of a page that is not ours. {outcome: opened, tenantId, chatId, epoch, isVerified,
   * allowedOrigins, business} | {outcome: invalid | origin_not_allowed} | {outcome: limited, retryAfterSeconds}.
   */
  openChatSession(
    args?: { token?: unknown | null; widget?: string | null; origin?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'openChatSession'>>

  /**
   * One step of a pass over a tenant's customers: makes the insights of at most p_limit of them, by id after p_after
   * (null: begins a pass), what the rules find now. All customers are looked at once a week, the first time, and
   * when rules, settings or wording changed; else those whom the days since the last pass could concern. {isFull,
   * customers, generated, reworded, reopened, expired, next: what to give as p_after, null when the pass is
   * through}. Nothing while CUSTOMER_CONTEXT_INSIGHTS is off.
   */
  passInsights(
    args: { tenantId: string; after?: string | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'passInsights'>>

  /**
   * Begins what is due of all tenants with a HousecallPro account, every 15 minutes: a poll; once a night those
   * active within 90 days; a first full sync over as many nights as it takes; once a week a reconciliation; and
   * wakes what was left behind. Returns how many were begun.
   */
  planCrmSyncs(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'planCrmSyncs'>>

  /**
   * Takes in what a visitor wrote, once for each client id: {outcome: stored | duplicate, conversationId, message:
   * {id, clientId, role, text, at}, isUrgent}. It joins the open conversation or opens one, an emergency is reported
   * to the on-call number, a verified customer's refusal of texts holds for their numbers, a reply is enqueued.
   * RP001 for a chat that is not there or was revoked, RP003 for a text that is empty or over 4000 characters.
   */
  postChatMessage(
    args: { tenantId: string; chatId: string; clientId: string; text: string; defaultTimeoutHours?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'postChatMessage'>>

  /**
   * As api.prepare_reply, for a chat, where one writes at a time: the caller is the writer from now on (p_writer_id,
   * a new uuid) and writes this generation of the draft: {…, generation}. {action: none, reason: being_written}
   * while another one does.
   */
  prepareChatReply(
    args: { tenantId: string; conversationId: string; writerId: string; providers: unknown; recall?: unknown | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'prepareChatReply'>>

  /**
   * Before a reply: what is worth asking HousecallPro first about who is writing. {runId, patienceMs} is a run to
   * work on for so long at most: a search for an unlinked phone or e-mail, or the first reading of a linked
   * customer; what is merely stale is read in the background. Null when there is nothing to wait for.
   */
  prepareCrmLookup(
    args: { tenantId: string; conversationId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'prepareCrmLookup'>>

  /**
   * What reading a conversation for a purpose (enrichment | compression) takes: {action: none} when nothing is new
   * or nobody can be asked, else {action: generate, schema: the purpose, instructions, input: JSON as text, plan:
   * [{provider, model, timeoutMs}], deadlineMs, maxOutputTokens}.
   */
  prepareReading(
    args: { tenantId: string; conversationId: string; purpose: string; providers: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'prepareReading'>>

  /**
   * What a reply to a conversation takes. p_providers: [{provider, model|null}] that have keys, in the order to try;
   * p_recall: the vector of what is asked, {embedding, embeddingModel}, by which earlier messages are found
   * (api.get_recall_query). Answers {action: none, reason: closed|opted_out|nothing_to_answer|already_answered}, or
   * {action: say, answersMessageId, text, provider, model} with a text that Postgres decided, or {action: generate,
   * answersMessageId, safetyIdentifier, instructions: {shared, own, key}, turns: [{role, content}], maxOutputTokens,
   * deadlineMs, plan: [{provider, model, timeoutMs}], localReason: no_provider|budget|null, experiment|null,
   * arm|null, customerId|null, tools: names, toolRounds, toolKey}, whose plan ends with local (localReason: why it
   * holds nobody else); tools are for that customer only, toolRounds bounds how often they are used, and toolKey
   * begins their idempotency keys. instructions.shared is the same for every customer and known by its key; own
   * stands after it.
   */
  prepareReply(
    args: { tenantId: string; conversationId: string; providers: unknown; recall?: unknown | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'prepareReply'>>

  /**
   * Applies what waits of one record of HousecallPro for the first time (api.list_crm_inbox), as
   * api.process_housecall_event does and answers it; what fails has a job of its own afterwards (queue
   * housecall_event), which tries it again.
   */
  processCrmInbox(
    args: { tenantId: string; eventId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'processCrmInbox'>>

  /**
   * Applies every event of HousecallPro that waits and is about the same record as this one, in the order of their
   * times: {resource: kind of the record, outcomes: how many by applied | unchanged | ignored | erased or the
   * SQLSTATE of a failure, failures: [{eventId, name, code, reason (RP003: which fields) | null}]}. What failed
   * stays and is tried again with the next call. An event that is gone, or done with, is none.
   */
  processHousecallEvent(
    args: { tenantId: string; eventId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'processHousecallEvent'>>

  /**
   * Takes in the messages of one address that wait in the inbox: {isBusy, messages: [{requestId, outcome: stored |
   * duplicate, conversationId, messageId, customerId, isAmbiguous, isNewCustomer, consent: opt_out | opt_in | help |
   * null, isUrgent, replyQueued} | {requestId, outcome: failed, errorCode}]}. isBusy: somebody else decides about
   * the address at this moment and nothing was done; ask again. What failed stays in the inbox and is tried again
   * later.
   */
  processInbox(
    args: { tenantId: string; channel: string; address: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'processInbox'>>

  /**
   * Deletes what is kept for p_retention_days only, of all tenants: inbound events as they came, unrouted ones,
   * spent one-time codes, job executions, readings of HousecallPro but for those of everything, finished pushes to
   * it, idempotency keys of tools, recalls that helped nobody, the requests of batches that are over, chats in which
   * nothing was said; and after 400 days the audit and the access log; at most p_limit of each. Returns how many of
   * each: {webhookEvents, unroutedEvents, verifications, auditLog, accessLog, syncs, crmPushes, toolCalls, recalls,
   * batchItems, chats, jobExecutions}; call again while one of them is p_limit.
   */
  prune(
    args?: { retentionDays?: number | null; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'prune'>>

  /**
   * The next lines of a batch's input file, by custom_id after p_after (empty: from the first), while with the
   * p_bytes before them they stay within 200 MB; none when that was all, or all that fits. A line is null where
   * nothing is to be asked any more. p_formats: {schema: text.format}. RP004 when the claim is another's by now.
   */
  readBatchLines(
    args: {
      tenantId: string
      batchId: string
      claimId: string
      after: string
      bytes: number
      formats?: unknown | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'readBatchLines'>>

  /**
   * Reads conversations for a purpose (enrichment | compression) without a model, by rules: {count} of those that
   * held something new.
   */
  readLocally(
    args: { tenantId: string; purpose: string; conversationIds: string[] },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'readLocally'>>

  /**
   * How far the answers to chat messages are, for those who watch several: {messageId, state: queued, isBehind:
   * another reply comes first} | {messageId, state: writing, answersMessageId, generation, text, tools: [{name,
   * state}], failure|null} | {messageId, state: done, answersMessageId, reply: {id, clientId, role, text, at},
   * usage: {provider, model, inputTokens, outputTokens, reason}|null}. One reply answers every message before it.
   * Where a writer's lease has ended, another one is called.
   */
  readReplyDrafts(
    args: { tenantId: string; messageIds: string[] },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'readReplyDrafts'>>

  /**
   * A call comes in: {callSid, from, to, canStream, providers: [{provider, model | null}] with keys for voice,
   * channelState: {demoMode, allowedRecipients}, raw}. The number it came to says whose it is; the caller is
   * recognised or becomes a customer (not one who shows no number); a call repeated is the same call with a new
   * token. Returns {outcome: unrouted, tenantId: null} or {outcome: accepted | ended, tenantId, callId, action:
   * stream | dial | voicemail | hang_up, say | null, number | null, callerId | null, reason: null | closed |
   * voice_off | no_model | budget, token | null, model | null}. token opens the stream, once and within a minute;
   * say is then a greeting that names nobody.
   */
  receiveCall(args: { call: unknown }, options?: ApiCallOptions): Promise<ApiResult<'receiveCall'>>

  /**
   * Stores an event of HousecallPro, whose signature was checked, as it came, durably and as cheaply as can be;
   * api.process_crm_inbox works on it, which api.wake_crm_inbox sees to. p_body_hash: SHA-256 of the body in
   * hexadecimal, which with event, record and time tells a repetition; p_phones: the E.164 form of the telephone
   * numbers in it by how they are written. {outcome: stored | duplicate | erased (about an erased customer: nothing
   * is kept) | unrouted (of another tenant's company: kept aside), eventId | null, name, isKnown: whether there is a
   * record in it to work on}. An unknown event is kept and counted.
   */
  receiveHousecallEvent(
    args: { tenantId: string; event: unknown; bodyHash: string; phones?: unknown | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'receiveHousecallEvent'>>

  /**
   * Puts one text message into the inbox, durably and as cheaply as can be: {messageSid, accountSid, from, to, body,
   * numSegments, optOutType, media: [{url, contentType}], idempotencyToken, raw, defaultTimeoutHours?}. The number
   * it came to says whose it is. What it means is decided by api.process_inbox, which api.wake_inbox sees to, and
   * before anything is sent to its sender. Returns {outcome: accepted | duplicate | unrouted, tenantId | null}; a
   * MessageSid seen before is a duplicate and changes nothing.
   */
  receiveSms(args: { message: unknown }, options?: ApiCallOptions): Promise<ApiResult<'receiveSms'>>

  /**
   * Looks for an unknown delivery among the messages that the provider lists for its recipient: an array of {sid,
   * status, direction, from, to, body, errorCode, createdAt, sentAt}. One with its text, sender and time that
   * belongs to no other attempt settles it. Returns {outcome: resolved | unresolved | settled (by somebody else),
   * state}. An unresolved one is never sent again by itself.
   */
  reconcileDelivery(
    args: { tenantId: string; deliveryId: string; listed: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'reconcileDelivery'>>

  /**
   * Keeps who read which customer, of all tenants at once, in batches that the edge gathers outside its requests: an
   * array of {tenantId, keyId, customerId|null, route, requestId|null, at}. A customer who is no longer there is
   * left out. Returns how many were kept.
   */
  recordAccess(args: { entries: unknown }, options?: ApiCallOptions): Promise<ApiResult<'recordAccess'>>

  /** Notes that the files of a batch which is over are deleted at OpenAI. RP004 when the claim is another's by now. */
  recordBatchCleanup(
    args: { tenantId: string; batchId: string; claimId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordBatchCleanup'>>

  /**
   * Notes that a step did not work, by a code, and says what is next. p_is_final: OpenAI will say the same again (a
   * batch that it refuses has failed and frees its requests; a file that is gone is passed over; a batch that it
   * does not know is given a day); else it is tried again at the next poll. p_is_unknown: it may have been done all
   * the same. RP004 when the claim is another's by now.
   */
  recordBatchFailure(
    args: {
      tenantId: string
      batchId: string
      claimId: string
      code: string
      isFinal: boolean
      isUnknown?: boolean | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordBatchFailure'>>

  /**
   * Notes what OpenAI says of a batch, created, found or looked at: {id, status, outputFileId, errorFileId,
   * expiresAt, error}; null when it was looked for and is not there: then it may be created again, 10 minutes after
   * the last attempt. Says what is next. RP004 when the claim is another's by now.
   */
  recordBatchState(
    args: { tenantId: string; batchId: string; claimId: string; state?: unknown | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordBatchState'>>

  /**
   * Notes the input file that is at OpenAI, what it holds and its last custom_id; what is after that is free for the
   * next batch. Without any request (p_file_id null) the batch is over. Says what is next. RP004 when the claim is
   * another's by now.
   */
  recordBatchUpload(
    args: {
      tenantId: string
      batchId: string
      claimId: string
      requests: number
      bytes: number
      last: string
      fileId?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordBatchUpload'>>

  /**
   * What one answer of the model in a call used, or how it failed: {requestId | null, outcome, latencyMs, textIn,
   * cachedText, audioIn, cachedAudio, textOut, audioOut}, tokens; in ai.model_calls (purpose voice), in the call's
   * cost and in the provider's health. Once by requestId. RP001 for an unknown call.
   */
  recordCallUsage(
    args: { tenantId: string; callId: string; usage: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordCallUsage'>>

  /**
   * Notes how an account with a CRM answers: p_state closed (well), open (the circuit breaker holds calls back until
   * p_retry_at), half_open (it tries), unauthorised (the key is turned away). p_company_id: null or empty for the
   * account of the environment. p_error holds no values of customers.
   */
  recordCrmHealth(
    args: {
      tenantId: string
      provider: string
      companyId: string
      state: string
      failures?: number | null
      retryAt?: Date | string | null
      error?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordCrmHealth'>>

  /**
   * Reports what happened on a job: {customerId, jobId, eventId, status, crm: queued | off | not_linked | nothing}.
   * p_event {kind: note | scheduled | on_my_way | started | completed | canceled, at (now), note, scheduledStart,
   * scheduledEnd}. The status of a job of ours follows; that of a CRM's job is the CRM's, where a note goes with the
   * setting pushJobs. p_customer_id: whose job it has to be. p_conversation_id: the reply that reports it, which may
   * only leave notes (RP005). RP001 unknown job, RP003 no date, RP004 when the job is closed or the key was used for
   * something else, 23514 for a value.
   */
  recordJobEvent(
    args: {
      tenantId: string
      jobId: string
      event: unknown
      customerId?: string | null
      conversationId?: string | null
      idempotencyKey?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordJobEvent'>>

  /**
   * Keeps what attempts at jobs did, of all tenants at once: an array of {jobId, attempt (from 1), queue,
   * tenantId|null, startedAt, endedAt, outcome: ok|failed|dead|aborted, errorClass|null, errorMessage|null}. Returns
   * how many were new; an attempt already recorded is left as it is.
   */
  recordJobExecutions(
    args: { executions: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordJobExecutions'>>

  /**
   * Keeps what calls of models used and cost, and what they say about the providers' health: an array, in the order
   * they were made, of {purpose, provider, requestedModel, model|null, conversationId|null, outcome, inputTokens,
   * cachedInputTokens, outputTokens, latencyMs, requestId|null, retryAfterSeconds|null, experiment?, arm?}. A cost
   * is null where no price is known.
   */
  recordModelCalls(
    args: { tenantId: string; calls: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordModelCalls'>>

  /**
   * What the provider answered to a claimed attempt: {kind: accepted, sid, segments, price, priceUnit} | {kind:
   * rejected, code, status, retryAfterSeconds?} | {kind: not_sent} | {kind: unknown, reason}. Returns where the
   * delivery stands now: {state, reason}. What is unknown is never sent again by itself. RP001: no such attempt.
   */
  recordSendResult(
    args: { tenantId: string; deliveryId: string; attempt: number; result: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordSendResult'>>

  /**
   * Notes that a request of a run failed, and says what is next (as api.claim_sync_step). p_code: not_found, gone
   * (the record is marked as deleted), unauthorised, circuit_open, rate_limited, unavailable, timed_out, malformed,
   * not_taken_in (our own fault; the run rests and goes on by itself; one record that fails eight times is left out,
   * a list ends the run), aborted (handed back to its queue), anything else (left out, or the end of the run).
   * p_message holds no values of customers.
   */
  recordSyncFailure(
    args: {
      tenantId: string
      runId: string
      claimId: string
      step: number
      code: string
      message?: string | null
      retryAfterSeconds?: number | string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordSyncFailure'>>

  /**
   * Takes in what one request brought, notes how far the run is, and says what is next (as api.claim_sync_step), in
   * one transaction: a worker that dies reads one page again at most. p_rows: the records as HousecallPro sent them;
   * p_page: {page, totalPages, totalItems} of a list; p_seen_at: when the request was made; p_phones: E.164 by
   * number as it was sent. {action: none, state: lost} when the claim is another's by now: nothing is taken in.
   */
  recordSyncPage(
    args: {
      tenantId: string
      runId: string
      claimId: string
      step: number
      rows: unknown
      page?: unknown | null
      seenAt?: Date | string | null
      phones?: unknown | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'recordSyncPage'>>

  /**
   * Looks again at customers of a tenant whose facts changed, those of the first p_limit marks: {marks: how many
   * were taken, customers, generated, reworded, reopened, expired}. Call again until marks is 0. Who is marked
   * meanwhile is looked at again.
   */
  refreshInsights(
    args: { tenantId: string; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'refreshInsights'>>

  /**
   * Tells that the service turned a message's text away, with its code, and whether it took others of the same job.
   * The message is given up when it did, or at its third attempt: it gets no vector of this model and keeps no other
   * from getting one. Returns whether it is; if not, release it for another attempt.
   */
  refuseEmbeddings(
    args: { tenantId: string; messageId: string; errorCode: string; othersPassed: boolean },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'refuseEmbeddings'>>

  /**
   * A person says that two customers are two: the pair is not proposed again. False when that was known. RP001 for
   * an unknown customer, RP003 for the same twice, RP004 when one was merged.
   */
  rejectMergeProposal(
    args: { tenantId: string; customerId: string; otherCustomerId: string; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'rejectMergeProposal'>>

  /** Lets go of a batch: its worker stops. False when the claim is another's by now. */
  releaseBatch(
    args: { tenantId: string; batchId: string; claimId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'releaseBatch'>>

  /**
   * Puts messages back that a job had in hand and could not embed, one attempt more. {isPostponed}: whether their
   * provider is being left alone after failures in a row; then a job is queued for when it is asked again.
   */
  releaseEmbeddings(
    args: { tenantId: string; messageIds: string[] },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'releaseEmbeddings'>>

  /**
   * Gives up writing a reply, so that the next attempt need not wait for the lease to end; p_failure:
   * provider_failed | time_limit | unavailable. Whether it was this writer's.
   */
  releaseReplyDraft(
    args: { tenantId: string; conversationId: string; writerId: string; failure: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'releaseReplyDraft'>>

  /**
   * Hands a run that is not through back to its queue: a worker's time is up, or it stops. False when the claim is
   * another's by now.
   */
  releaseSync(
    args: { tenantId: string; runId: string; claimId: string; startAfter?: Date | string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'releaseSync'>>

  /**
   * Takes the tenant from an analyst's login role: from then on it sees no rows. False when it was none of this
   * tenant's.
   */
  removeAnalyst(
    args: { tenantId: string; roleName: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'removeAnalyst'>>

  /**
   * Puts the same credentials, encrypted with another key, in the place of those that were read; false when somebody
   * stored new ones in between.
   */
  replaceCredentials(
    args: {
      tenantId: string
      connectionId: string
      oldCredentials: Uint8Array
      credentials: Uint8Array
      keyId: string
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'replaceCredentials'>>

  /**
   * The tenant and scopes of an API key by the hexadecimal SHA-256 of its text, and one request off what it may make
   * a minute: {keyId, tenantId, name, scopes, allowedOrigins, rate: {perMinute, isExceeded, remaining,
   * retryAfterSeconds}}; null when unknown, expired, revoked, or the tenant is suspended. It is a transaction of its
   * own, before the request's.
   */
  resolveApiKey(args: { keyHash: string }, options?: ApiCallOptions): Promise<ApiResult<'resolveApiKey'>>

  /**
   * A webhook of OpenAI told of a batch: finds whose it is and has it looked at. woken; duplicate: this event came
   * before; unknown: no batch has this id (one whose creation is not recorded yet is found by the next poll).
   */
  resolveBatchEvent(
    args: { openaiBatchId: string; eventId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'resolveBatchEvent'>>

  /**
   * Whose session this is, by what its token says, and one request off the 100 that a chat may make a minute:
   * {tenantId, chatId, isVerified, allowedOrigins, rate: {perMinute, isExceeded, remaining, retryAfterSeconds}};
   * null when the chat was revoked or is not there. It is a transaction of its own, before the request's.
   */
  resolveChat(
    args: { tenantId: string; chatId: string; epoch: number },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'resolveChat'>>

  /**
   * Whose an event of HousecallPro may be: the tenant of this slug or id, else the tenants that this company belongs
   * to, each with the encrypted credentials of its accounts, which hold what the event is signed with; nulls for a
   * tenant without an account. No row when nobody is known.
   */
  resolveHousecallAccounts(
    args?: { tenant?: string | null; companyId?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'resolveHousecallAccounts'>>

  /**
   * A person's decision on a pending link; accepted, both customers share the value: {outcome: linked | accepted (a
   * look-alike name) | rejected, isShared}. RP001 for an unknown link, RP004 when it was decided before.
   */
  resolvePendingLink(
    args: { tenantId: string; linkId: string; accept: boolean; resolvedBy: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'resolvePendingLink'>>

  /**
   * Makes a note hold again that was retired or superseded, as a person's word: what is held of its slot meanwhile
   * is superseded. {outcome: updated | conflict, note}; one that holds stays as it is. RP001, RP006.
   */
  restoreMemoryNote(
    args: { tenantId: string; customerId: string; noteId: string; version: number; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'restoreMemoryNote'>>

  /**
   * Withdraws a note: it is shown to nobody who answers, and comes back only when the customer says it again or
   * api.restore_memory_note. {outcome: updated | conflict, note}; one that is retired stays so. RP001, RP006.
   */
  retireMemoryNote(
    args: { tenantId: string; customerId: string; noteId: string; version: number; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'retireMemoryNote'>>

  /**
   * Tries a push again now: one that failed or needs a person (what may have been carried out is looked for before
   * it is done again), or one that waits. Also ends a pause of the tenant's pushes, and believes again that the
   * customer is known at HousecallPro. Returns its state. RP001 unknown, RP004 for one that is done or under way.
   */
  retryCrmPush(args: { tenantId: string; pushId: string }, options?: ApiCallOptions): Promise<ApiResult<'retryCrmPush'>>

  /**
   * Puts a tenant's dead letter back on the queue it came from, with all its attempts again; returns the new job's
   * id. RP001: the tenant has no such dead letter. RP004: its queue already holds a job for the same key. 23503: the
   * queue no longer exists.
   */
  retryDeadLetter(
    args: { tenantId: string; jobId: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'retryDeadLetter'>>

  /** Ends an API key at once; false when it was revoked before. RP001 for an unknown key. */
  revokeApiKey(args: { tenantId: string; keyId: string }, options?: ApiCallOptions): Promise<ApiResult<'revokeApiKey'>>

  /**
   * Ends a chat's links and sessions at once; what was said stays. Whether it was open until now. RP001 for an
   * unknown chat.
   */
  revokeChat(args: { tenantId: string; chatId: string }, options?: ApiCallOptions): Promise<ApiResult<'revokeChat'>>

  /**
   * Takes back what a run brought, call by call until the state is rolled_back: first its notes, then its messages,
   * p_limit a call, and the conversations that are empty without them; what other runs brought, and leads, stay.
   * From the first call on the run takes no more rows. Answers the run as api.start_backfill. RP001 for an unknown
   * run.
   */
  rollBackBackfill(
    args: { tenantId: string; backfillId: string; actor: string; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'rollBackBackfill'>>

  /**
   * Stores a tenant's account with a CRM (housecall, shopmonkey), or its new credentials, as the edge encrypted them
   * with the key named p_key_id. Returns the connection's id. 23514 for an unknown provider, 23503 for an unknown
   * location.
   */
  saveCrmConnection(
    args: {
      tenantId: string
      provider: string
      companyId: string
      credentials: Uint8Array
      keyId: string
      locationId?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'saveCrmConnection'>>

  /**
   * Stores vectors of messages by one model of memory.embedding_models, at most 2048 a call: [{messageId, embedding:
   * [1536 numbers] or the same as text, fingerprint?}]. Returns how many; messages that are gone, are secret, or say
   * something else than their fingerprint (api.list_unembedded) are passed over, a vector that is there is replaced.
   * The tenant's new model answers searches once nothing older lacks its vector. RP003 for more rows or an unknown
   * model, 22000 for another length.
   */
  saveEmbeddings(
    args: { tenantId: string; model: string; rows: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'saveEmbeddings'>>

  /**
   * Makes an experiment, or changes it: p_arms [{name, provider: openai|anthropic, model|null, share: hundredths of
   * the parties}]. A party keeps its arm unless the shares make it change; who is outside of the shares is answered
   * as without an experiment. Returns it as api.list_experiments does. RP003 for arms that cannot be, RP004 while
   * another one is active, 23514 for a name, provider or model of another form.
   */
  saveExperiment(
    args: { tenantId: string; name: string; isActive: boolean; arms: unknown; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'saveExperiment'>>

  /**
   * What a model says that messages of customers are about, at most 2048 a call: [{messageId, semanticCategory,
   * entities? {addresses, services, dates}, fingerprint? (md5 of the first 8,000 characters it read)}]. It outranks
   * the rules. Returns how many; messages that are gone, ours, or changed meanwhile are passed over. RP003 for more
   * rows, 23514 for an unknown category, 23502 for none.
   */
  saveMessageClasses(
    args: { tenantId: string; rows: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'saveMessageClasses'>>

  /**
   * Takes over what a model read in a conversation (enrichment | compression), after checking it: {outcome: saved |
   * stale | gone | invalid}. See memory.save_enrichment and memory.save_compression for the shapes.
   */
  saveReading(
    args: {
      tenantId: string
      conversationId: string
      purpose: string
      output: unknown
      provider: string
      model: string
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'saveReading'>>

  /**
   * Shows how far replies are, of all tenants in one statement, and renews their writers' leases: an array of
   * {tenantId, conversationId, writerId, generation, from, text, tools: [{name, state}], failure: provider_failed |
   * time_limit | unavailable | null}. text goes on after the first `from` characters of what is saved of that
   * generation. Returns the writers whose lease it was; who is not among them writes for nobody any more.
   */
  saveReplyDrafts(args: { drafts: unknown }, options?: ApiCallOptions): Promise<ApiResult<'saveReplyDrafts'>>

  /**
   * Customers by phone (whole or last 4+ digits), e-mail, CRM id, or name; names tolerate accents and typos
   * (trigram). At most p_limit (1-100) rows, best first; score is 0 to 1.
   */
  searchCustomers(
    args: { tenantId: string; query: string; limit?: number | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'searchCustomers'>>

  /**
   * Messages that answer a question, best first, of one customer or without one of the whole business: [{messageId,
   * conversationId, customerId, customerName, channel, direction, role, at, text (2,000 characters), snippet [{text,
   * isMatch}], isMatch, score, parts {words, neighbors, conversation, vector}, before, after}]. p_embedding is the
   * query's vector by p_embedding_model; only vectors of that model are compared. p_filters {channel, direction,
   * conversationId, from, to (exclusive)}; p_limit 1-100. isMatch is false where only the rest of the conversation
   * speaks for a message. RP001 for an unknown customer, RP003 for an unusable filter.
   */
  searchMemory(
    args: {
      tenantId: string
      query: string
      customerId?: string | null
      embedding?: number[] | null
      embeddingModel?: string | null
      filters?: unknown | null
      limit?: number | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'searchMemory'>>

  /**
   * Makes the demo tenant of a seed (src/demo): shop, customers, five years of history, conversations; dates are
   * counted from today. What exists is left as it is, so a second run adds nothing: {tenantId, isNew, added:
   * {locations, services, customers, addresses, equipment, jobs, insights, conversations, messages, notes}}. RP004
   * when the slug belongs to a real business.
   */
  seedDemo(args: { seed: unknown }, options?: ApiCallOptions): Promise<ApiResult<'seedDemo'>>

  /** A tenant's choice for a flag. 23503 for an unknown flag. */
  setFeatureFlag(
    args: { tenantId: string; name: string; isEnabled: boolean },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'setFeatureFlag'>>

  /**
   * Begins to bring in history of another system (p_source), or goes on with the run over the same input
   * (p_fingerprint) that was not finished: {id, source, input, state: running | done | rolling_back | rolled_back,
   * position, lastKey, imported, repeated, skipped, bad, conversations, notes, removed, startedBy, startedAt,
   * endedAt, rolledBackBy, rolledBackAt}. 23514 for a source that is no name.
   */
  startBackfill(
    args: { tenantId: string; source: string; inputName: string; startedBy: string; fingerprint?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'startBackfill'>>

  /**
   * Texts a one-time code to the number that a chat's visitor says is theirs: {verificationId, expiresAt}, the same
   * whether or not anybody is known by it or may be texted. RP005 channel for an e-mail, which nothing here can send
   * to; RP007 after five codes an hour for the chat or the number, or too many for the widget; RP001 for a chat that
   * is not there or was revoked.
   */
  startChatVerification(
    args: { tenantId: string; chatId: string; type: string; value: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'startChatVerification'>>

  /**
   * Begins a reading of HousecallPro over many customers (poll, active, full, reconcile) and enqueues it, or returns
   * the one that is open already: as api.get_crm_sync. p_company_id: which account, else the oldest. p_by_night:
   * within the night and its budget; without it an open one stops waiting for them. RP004 when the tenant has no
   * such account or the flag is off, RP003 for an unknown kind.
   */
  startCrmSync(
    args: { tenantId: string; kind: string; requestedBy: string; companyId?: string | null; byNight?: boolean | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'startCrmSync'>>

  /**
   * Begins to read one customer of HousecallPro with their jobs, by the id there, and enqueues it; while that is
   * under way, returns it instead. As api.get_crm_sync. RP004 without an account or with the flag off, RP006 for an
   * erased customer.
   */
  startCustomerSync(
    args: { tenantId: string; housecallProId: string; requestedBy: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'startCustomerSync'>>

  /**
   * Makes a six-digit one-time code for a phone or e-mail, valid 10 minutes and 5 attempts, only its salted hash
   * stored: {verificationId, expiresAt, code}. With a conversation the code is texted and not returned. RP001 for an
   * unknown customer, RP007 after five codes an hour, 23514 for a value that is not normalised.
   */
  startVerification(
    args: { tenantId: string; customerId: string; type: string; value: string; conversationId?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'startVerification'>>

  /**
   * Ends a reading of HousecallPro, or all of a tenant's, where it is: what was read stays, the request under way is
   * not taken in. Returns how many.
   */
  stopCrmSyncs(
    args: { tenantId: string; runId?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'stopCrmSyncs'>>

  /**
   * Keeps a caller's voicemail, by reference and once: {recordingSid, url, seconds}. It is a message of the
   * conversation, which is put before a person. Returns {outcome: stored | duplicate}. RP001 for an unknown call.
   */
  storeCallRecording(
    args: { tenantId: string; callId: string; recording: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'storeCallRecording'>>

  /**
   * Stores what was said in a call, once by itemId: {itemId, role: customer | assistant, text, offsetMs since the
   * stream was opened, isCut?: what was heard of an answer before the caller cut in, which replaces it}. Of the
   * caller's: says who is calling where a number is shared, reports an emergency, keeps booking wishes. Returns
   * {messageId: null where it was stored before, isUrgent, wantsPerson, isBriefChanged: api.get_call_brief says
   * something else now}. RP001 for an unknown call.
   */
  storeCallTurn(
    args: { tenantId: string; callId: string; turn: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'storeCallTurn'>>

  /**
   * Stores a chat's reply, whoever still waits for it, and calls for the next one where more was said meanwhile:
   * {outcome: stored | already_answered | not_the_writer, message: {id, clientId, role, text, at}|null}. The text is
   * tidied; [[PERSON]] in a model's text puts the conversation before a person. p_usage: {provider, model,
   * inputTokens, outputTokens, reason}, kept for those who watch. not_the_writer: another writer took over. RP003:
   * no text.
   */
  submitChatReply(
    args: {
      tenantId: string
      conversationId: string
      answersMessageId: string
      writerId: string
      text: string
      provider: string
      model: string
      usage: unknown
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'submitChatReply'>>

  /**
   * Puts a reply into the outbox if it is still wanted: {outcome: queued|stale|suppressed|already_answered|closed,
   * deliveryId|null}. Stale: a newer inbound message is there, and a job that answers both. The text is tidied and
   * limited to the tenant's length; [[PERSON]] in a model's text puts the conversation before a person. It expires
   * after four hours. RP003: no text.
   */
  submitReply(
    args: {
      tenantId: string
      conversationId: string
      answersMessageId: string
      text: string
      provider: string
      model?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'submitReply'>>

  /**
   * Notes when API keys were last used, in one batch that the edge gathers outside its requests. Returns how many
   * keys there were.
   */
  touchApiKeys(
    args: { keyIds: string[]; usedAt: (Date | string)[] },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'touchApiKeys'>>

  /**
   * A call is still going on: said every half minute by whoever holds its stream, so that api.close_lost_calls
   * leaves it alone. RP001 for an unknown call.
   */
  touchCall(args: { tenantId: string; callId: string }, options?: ApiCallOptions): Promise<ApiResult<'touchCall'>>

  /**
   * Takes a merge back: both customers are as they were; what was written to the survivor since then stays with the
   * survivor, {mergeId, customerId, mergedId}. RP001 for an unknown merge, RP004 when it was undone before or the
   * survivor took part in a later merge, which has to be undone first.
   */
  undoMerge(
    args: { tenantId: string; mergeId: string; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'undoMerge'>>

  /**
   * Changes profile fields (camelCase, null empties one) and notes where each came from. p_version: the version the
   * change was made on, null for a sync; another one meanwhile changes nothing. p_source: staff | crm | channel |
   * import; a field that a higher one set stays and is listed in outranked. {outcome: updated | conflict, outranked,
   * customer: as api.get_customer}. RP001 unknown, RP006 erased, RP003 for a field that is none, 23514 for a value.
   */
  updateCustomer(
    args: {
      tenantId: string
      customerId: string
      changes: unknown
      version: number
      source: string
      actor: string
      sourceRef?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'updateCustomer'>>

  /**
   * Closes a recommendation as actioned or dismissed (with a reason): {id, customerId, type, status, actionedAt,
   * actionedBy, dismissedReason}. What is closed so already stays as it is and comes back. RP001 when there is none,
   * RP004 when it is closed otherwise or has expired, RP003 for another status.
   */
  updateInsight(
    args: { tenantId: string; insightId: string; status: string; actionedBy: string; reason?: string | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'updateInsight'>>

  /**
   * Lays a tenant's choices over a rule: isEnabled, priority, cooldownDays, expiresAfterDays, thresholds (by name;
   * those that are not named stay), serviceNames; null takes the default again. Returns the rule as
   * api.list_insight_rules does; all customers are then looked at again. RP001 for an unknown rule, RP003 for an
   * unknown field, 23514 for a threshold that the rule does not have or a value out of bounds. p_actor: who decided.
   */
  updateInsightRule(
    args: { tenantId: string; rule: string; changes: unknown; actor: string },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'updateInsightRule'>>

  /**
   * Lays new settings over a tenant's; null removes one. Returns all of them. 23514 for an unknown key or a value
   * out of range, RP001 for an unknown tenant.
   */
  updateTenantSettings(
    args: { tenantId: string; settings: unknown },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'updateTenantSettings'>>

  /**
   * Makes or changes a customer for an agent: {customerId, isNew, outranked: fields that staff or the CRM have set
   * otherwise and that stay, identities: {phone, email: linked | pending}}. p_profile {firstName, lastName,
   * companyName, communicationPreference, preferredTimeWindow, preferredTechnicianName, leadSource}. Who it is:
   * p_customer_id, else p_phone (E.164), else p_email; these are linked unverified, another customer's is proposed
   * to a person. RP001 unknown, RP002 when several share the number, RP003 for a field or nobody, RP004 a key used
   * for something else, RP006 erased, 23514 for a value.
   */
  upsertCustomerProfile(
    args: {
      tenantId: string
      profile: unknown
      customerId?: string | null
      phone?: string | null
      email?: string | null
      idempotencyKey?: string | null
    },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'upsertCustomerProfile'>>

  /**
   * Counts the completed jobs of all customers and addresses anew and compares them with what is stored; with
   * p_repair what differs is set right. {customers, addresses, wrongCustomers, wrongAddresses, isRepaired, shown: at
   * most 100 of [{customerId | addressId, stored, derived: {jobs, value} | {jobs, lastOn, lastType}}]}.
   */
  verifyCrmTotals(
    args: { tenantId: string; repair?: boolean | null },
    options?: ApiCallOptions,
  ): Promise<ApiResult<'verifyCrmTotals'>>

  /**
   * Sees to it that events of a CRM which were committed before this call are worked on: a job waits for them
   * afterwards. Call it once an event is acknowledged; a call that never comes is made up for by the queue's own
   * schedule. Whether the job is a new one.
   */
  wakeCrmInbox(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'wakeCrmInbox'>>

  /**
   * Sees to it that what was committed to the inbox before this call is taken in: a job waits for it afterwards.
   * Call it once a message is acknowledged; a call that never comes is made up for by the queue's own schedule.
   * Whether the job is a new one.
   */
  wakeInbox(args?: Record<string, never>, options?: ApiCallOptions): Promise<ApiResult<'wakeInbox'>>
}

/** The api over a pool or a transaction. With a signal, calls end with its reason when it aborts. */
export const createApi = (sql: ApiClient, options: ApiCallOptions = {}): Api => ({
  abandonJob: (args, more) => callFunction(sql, functions.abandonJob, args, { ...options, ...more }),
  actionInsight: (args, more) => callFunction(sql, functions.actionInsight, args, { ...options, ...more }),
  addAddress: (args, more) => callFunction(sql, functions.addAddress, args, { ...options, ...more }),
  addAnalyst: (args, more) => callFunction(sql, functions.addAnalyst, args, { ...options, ...more }),
  addChannelEndpoint: (args, more) => callFunction(sql, functions.addChannelEndpoint, args, { ...options, ...more }),
  addJobItem: (args, more) => callFunction(sql, functions.addJobItem, args, { ...options, ...more }),
  addJobNote: (args, more) => callFunction(sql, functions.addJobNote, args, { ...options, ...more }),
  addMemoryNote: (args, more) => callFunction(sql, functions.addMemoryNote, args, { ...options, ...more }),
  advanceCrmPush: (args, more) => callFunction(sql, functions.advanceCrmPush, args, { ...options, ...more }),
  amendMemoryNote: (args, more) => callFunction(sql, functions.amendMemoryNote, args, { ...options, ...more }),
  analyzeGrownTables: (args, more) => callFunction(sql, functions.analyzeGrownTables, args, { ...options, ...more }),
  announceCrmAccount: (args, more) => callFunction(sql, functions.announceCrmAccount, args, { ...options, ...more }),
  applyCallStatus: (args, more) => callFunction(sql, functions.applyCallStatus, args, { ...options, ...more }),
  applyStatusCallback: (args, more) => callFunction(sql, functions.applyStatusCallback, args, { ...options, ...more }),
  attributeCall: (args, more) => callFunction(sql, functions.attributeCall, args, { ...options, ...more }),
  backfillAuditRows: (args, more) => callFunction(sql, functions.backfillAuditRows, args, { ...options, ...more }),
  beginBatch: (args, more) => callFunction(sql, functions.beginBatch, args, { ...options, ...more }),
  cancelBatch: (args, more) => callFunction(sql, functions.cancelBatch, args, { ...options, ...more }),
  claimBatch: (args, more) => callFunction(sql, functions.claimBatch, args, { ...options, ...more }),
  claimCrmPush: (args, more) => callFunction(sql, functions.claimCrmPush, args, { ...options, ...more }),
  claimDelivery: (args, more) => callFunction(sql, functions.claimDelivery, args, { ...options, ...more }),
  claimEmbeddings: (args, more) => callFunction(sql, functions.claimEmbeddings, args, { ...options, ...more }),
  claimSyncStep: (args, more) => callFunction(sql, functions.claimSyncStep, args, { ...options, ...more }),
  claimUnknownDeliveries: (args, more) =>
    callFunction(sql, functions.claimUnknownDeliveries, args, { ...options, ...more }),
  classifyMessages: (args, more) => callFunction(sql, functions.classifyMessages, args, { ...options, ...more }),
  closeIdleConversations: (args, more) =>
    callFunction(sql, functions.closeIdleConversations, args, { ...options, ...more }),
  closeLostCalls: (args, more) => callFunction(sql, functions.closeLostCalls, args, { ...options, ...more }),
  closeOpenItem: (args, more) => callFunction(sql, functions.closeOpenItem, args, { ...options, ...more }),
  composeLocalReply: (args, more) => callFunction(sql, functions.composeLocalReply, args, { ...options, ...more }),
  confirmChatVerification: (args, more) =>
    callFunction(sql, functions.confirmChatVerification, args, { ...options, ...more }),
  confirmMemoryContext: (args, more) =>
    callFunction(sql, functions.confirmMemoryContext, args, { ...options, ...more }),
  confirmVerification: (args, more) => callFunction(sql, functions.confirmVerification, args, { ...options, ...more }),
  continueCall: (args, more) => callFunction(sql, functions.continueCall, args, { ...options, ...more }),
  correctMemoryNote: (args, more) => callFunction(sql, functions.correctMemoryNote, args, { ...options, ...more }),
  countTokensAtMost: (args, more) => callFunction(sql, functions.countTokensAtMost, args, { ...options, ...more }),
  createApiKey: (args, more) => callFunction(sql, functions.createApiKey, args, { ...options, ...more }),
  createChat: (args, more) => callFunction(sql, functions.createChat, args, { ...options, ...more }),
  createJob: (args, more) => callFunction(sql, functions.createJob, args, { ...options, ...more }),
  createLocation: (args, more) => callFunction(sql, functions.createLocation, args, { ...options, ...more }),
  createTenant: (args, more) => callFunction(sql, functions.createTenant, args, { ...options, ...more }),
  deleteHousecallRecords: (args, more) =>
    callFunction(sql, functions.deleteHousecallRecords, args, { ...options, ...more }),
  deriveFindings: (args, more) => callFunction(sql, functions.deriveFindings, args, { ...options, ...more }),
  endCallStream: (args, more) => callFunction(sql, functions.endCallStream, args, { ...options, ...more }),
  enqueueBatchPolls: (args, more) => callFunction(sql, functions.enqueueBatchPolls, args, { ...options, ...more }),
  enqueueDueCrmPushes: (args, more) => callFunction(sql, functions.enqueueDueCrmPushes, args, { ...options, ...more }),
  enqueueDueSchedules: (args, more) => callFunction(sql, functions.enqueueDueSchedules, args, { ...options, ...more }),
  enqueueEmbeddings: (args, more) => callFunction(sql, functions.enqueueEmbeddings, args, { ...options, ...more }),
  enqueueInsightPasses: (args, more) =>
    callFunction(sql, functions.enqueueInsightPasses, args, { ...options, ...more }),
  enqueueNightlyBatches: (args, more) =>
    callFunction(sql, functions.enqueueNightlyBatches, args, { ...options, ...more }),
  enqueueReadings: (args, more) => callFunction(sql, functions.enqueueReadings, args, { ...options, ...more }),
  ensureTenant: (args, more) => callFunction(sql, functions.ensureTenant, args, { ...options, ...more }),
  ensureWidget: (args, more) => callFunction(sql, functions.ensureWidget, args, { ...options, ...more }),
  eraseCustomer: (args, more) => callFunction(sql, functions.eraseCustomer, args, { ...options, ...more }),
  exportCustomer: (args, more) => callFunction(sql, functions.exportCustomer, args, { ...options, ...more }),
  failCrmInbox: (args, more) => callFunction(sql, functions.failCrmInbox, args, { ...options, ...more }),
  failReading: (args, more) => callFunction(sql, functions.failReading, args, { ...options, ...more }),
  fetchMemoryCandidates: (args, more) =>
    callFunction(sql, functions.fetchMemoryCandidates, args, { ...options, ...more }),
  finishBackfill: (args, more) => callFunction(sql, functions.finishBackfill, args, { ...options, ...more }),
  followEmbeddingModel: (args, more) =>
    callFunction(sql, functions.followEmbeddingModel, args, { ...options, ...more }),
  getBatch: (args, more) => callFunction(sql, functions.getBatch, args, { ...options, ...more }),
  getCallBrief: (args, more) => callFunction(sql, functions.getCallBrief, args, { ...options, ...more }),
  getChatContext: (args, more) => callFunction(sql, functions.getChatContext, args, { ...options, ...more }),
  getContextPrompt: (args, more) => callFunction(sql, functions.getContextPrompt, args, { ...options, ...more }),
  getCrmConnection: (args, more) => callFunction(sql, functions.getCrmConnection, args, { ...options, ...more }),
  getCrmSync: (args, more) => callFunction(sql, functions.getCrmSync, args, { ...options, ...more }),
  getCustomer: (args, more) => callFunction(sql, functions.getCustomer, args, { ...options, ...more }),
  getCustomerContext: (args, more) => callFunction(sql, functions.getCustomerContext, args, { ...options, ...more }),
  getCustomerContextText: (args, more) =>
    callFunction(sql, functions.getCustomerContextText, args, { ...options, ...more }),
  getCustomerInsights: (args, more) => callFunction(sql, functions.getCustomerInsights, args, { ...options, ...more }),
  getHealth: (args, more) => callFunction(sql, functions.getHealth, args, { ...options, ...more }),
  getMetrics: (args, more) => callFunction(sql, functions.getMetrics, args, { ...options, ...more }),
  getProviderHealth: (args, more) => callFunction(sql, functions.getProviderHealth, args, { ...options, ...more }),
  getQueryModel: (args, more) => callFunction(sql, functions.getQueryModel, args, { ...options, ...more }),
  getRecallQuery: (args, more) => callFunction(sql, functions.getRecallQuery, args, { ...options, ...more }),
  getTenant: (args, more) => callFunction(sql, functions.getTenant, args, { ...options, ...more }),
  getUsage: (args, more) => callFunction(sql, functions.getUsage, args, { ...options, ...more }),
  importCustomers: (args, more) => callFunction(sql, functions.importCustomers, args, { ...options, ...more }),
  importLeads: (args, more) => callFunction(sql, functions.importLeads, args, { ...options, ...more }),
  importMessages: (args, more) => callFunction(sql, functions.importMessages, args, { ...options, ...more }),
  ingestBatchLines: (args, more) => callFunction(sql, functions.ingestBatchLines, args, { ...options, ...more }),
  ingestHousecallAppointments: (args, more) =>
    callFunction(sql, functions.ingestHousecallAppointments, args, { ...options, ...more }),
  ingestHousecallCustomers: (args, more) =>
    callFunction(sql, functions.ingestHousecallCustomers, args, { ...options, ...more }),
  ingestHousecallEmployees: (args, more) =>
    callFunction(sql, functions.ingestHousecallEmployees, args, { ...options, ...more }),
  ingestHousecallEstimates: (args, more) =>
    callFunction(sql, functions.ingestHousecallEstimates, args, { ...options, ...more }),
  ingestHousecallInvoices: (args, more) =>
    callFunction(sql, functions.ingestHousecallInvoices, args, { ...options, ...more }),
  ingestHousecallJobs: (args, more) => callFunction(sql, functions.ingestHousecallJobs, args, { ...options, ...more }),
  ingestHousecallLeads: (args, more) =>
    callFunction(sql, functions.ingestHousecallLeads, args, { ...options, ...more }),
  ingestHousecallLineItems: (args, more) =>
    callFunction(sql, functions.ingestHousecallLineItems, args, { ...options, ...more }),
  keepUnroutedEvent: (args, more) => callFunction(sql, functions.keepUnroutedEvent, args, { ...options, ...more }),
  linkIdentity: (args, more) => callFunction(sql, functions.linkIdentity, args, { ...options, ...more }),
  listAnalysts: (args, more) => callFunction(sql, functions.listAnalysts, args, { ...options, ...more }),
  listApiKeys: (args, more) => callFunction(sql, functions.listApiKeys, args, { ...options, ...more }),
  listBackfills: (args, more) => callFunction(sql, functions.listBackfills, args, { ...options, ...more }),
  listBatches: (args, more) => callFunction(sql, functions.listBatches, args, { ...options, ...more }),
  listChanges: (args, more) => callFunction(sql, functions.listChanges, args, { ...options, ...more }),
  listChatHistory: (args, more) => callFunction(sql, functions.listChatHistory, args, { ...options, ...more }),
  listCrmConnections: (args, more) => callFunction(sql, functions.listCrmConnections, args, { ...options, ...more }),
  listCrmHealth: (args, more) => callFunction(sql, functions.listCrmHealth, args, { ...options, ...more }),
  listCrmInbox: (args, more) => callFunction(sql, functions.listCrmInbox, args, { ...options, ...more }),
  listCrmPushes: (args, more) => callFunction(sql, functions.listCrmPushes, args, { ...options, ...more }),
  listCrmSyncs: (args, more) => callFunction(sql, functions.listCrmSyncs, args, { ...options, ...more }),
  listCustomerMessages: (args, more) =>
    callFunction(sql, functions.listCustomerMessages, args, { ...options, ...more }),
  listDeadLetters: (args, more) => callFunction(sql, functions.listDeadLetters, args, { ...options, ...more }),
  listDeliveries: (args, more) => callFunction(sql, functions.listDeliveries, args, { ...options, ...more }),
  listDueReadings: (args, more) => callFunction(sql, functions.listDueReadings, args, { ...options, ...more }),
  listExperiments: (args, more) => callFunction(sql, functions.listExperiments, args, { ...options, ...more }),
  listInbox: (args, more) => callFunction(sql, functions.listInbox, args, { ...options, ...more }),
  listInsightRules: (args, more) => callFunction(sql, functions.listInsightRules, args, { ...options, ...more }),
  listMemoryNotes: (args, more) => callFunction(sql, functions.listMemoryNotes, args, { ...options, ...more }),
  listMergeProposals: (args, more) => callFunction(sql, functions.listMergeProposals, args, { ...options, ...more }),
  listOpenItems: (args, more) => callFunction(sql, functions.listOpenItems, args, { ...options, ...more }),
  listOutdatedCredentials: (args, more) =>
    callFunction(sql, functions.listOutdatedCredentials, args, { ...options, ...more }),
  listPendingLinks: (args, more) => callFunction(sql, functions.listPendingLinks, args, { ...options, ...more }),
  listReads: (args, more) => callFunction(sql, functions.listReads, args, { ...options, ...more }),
  listTenants: (args, more) => callFunction(sql, functions.listTenants, args, { ...options, ...more }),
  listUnembedded: (args, more) => callFunction(sql, functions.listUnembedded, args, { ...options, ...more }),
  listUnroutedEvents: (args, more) => callFunction(sql, functions.listUnroutedEvents, args, { ...options, ...more }),
  mergeCustomers: (args, more) => callFunction(sql, functions.mergeCustomers, args, { ...options, ...more }),
  openCallStream: (args, more) => callFunction(sql, functions.openCallStream, args, { ...options, ...more }),
  openChatSession: (args, more) => callFunction(sql, functions.openChatSession, args, { ...options, ...more }),
  passInsights: (args, more) => callFunction(sql, functions.passInsights, args, { ...options, ...more }),
  planCrmSyncs: (args, more) => callFunction(sql, functions.planCrmSyncs, args, { ...options, ...more }),
  postChatMessage: (args, more) => callFunction(sql, functions.postChatMessage, args, { ...options, ...more }),
  prepareChatReply: (args, more) => callFunction(sql, functions.prepareChatReply, args, { ...options, ...more }),
  prepareCrmLookup: (args, more) => callFunction(sql, functions.prepareCrmLookup, args, { ...options, ...more }),
  prepareReading: (args, more) => callFunction(sql, functions.prepareReading, args, { ...options, ...more }),
  prepareReply: (args, more) => callFunction(sql, functions.prepareReply, args, { ...options, ...more }),
  processCrmInbox: (args, more) => callFunction(sql, functions.processCrmInbox, args, { ...options, ...more }),
  processHousecallEvent: (args, more) =>
    callFunction(sql, functions.processHousecallEvent, args, { ...options, ...more }),
  processInbox: (args, more) => callFunction(sql, functions.processInbox, args, { ...options, ...more }),
  prune: (args, more) => callFunction(sql, functions.prune, args, { ...options, ...more }),
  readBatchLines: (args, more) => callFunction(sql, functions.readBatchLines, args, { ...options, ...more }),
  readLocally: (args, more) => callFunction(sql, functions.readLocally, args, { ...options, ...more }),
  readReplyDrafts: (args, more) => callFunction(sql, functions.readReplyDrafts, args, { ...options, ...more }),
  receiveCall: (args, more) => callFunction(sql, functions.receiveCall, args, { ...options, ...more }),
  receiveHousecallEvent: (args, more) =>
    callFunction(sql, functions.receiveHousecallEvent, args, { ...options, ...more }),
  receiveSms: (args, more) => callFunction(sql, functions.receiveSms, args, { ...options, ...more }),
  reconcileDelivery: (args, more) => callFunction(sql, functions.reconcileDelivery, args, { ...options, ...more }),
  recordAccess: (args, more) => callFunction(sql, functions.recordAccess, args, { ...options, ...more }),
  recordBatchCleanup: (args, more) => callFunction(sql, functions.recordBatchCleanup, args, { ...options, ...more }),
  recordBatchFailure: (args, more) => callFunction(sql, functions.recordBatchFailure, args, { ...options, ...more }),
  recordBatchState: (args, more) => callFunction(sql, functions.recordBatchState, args, { ...options, ...more }),
  recordBatchUpload: (args, more) => callFunction(sql, functions.recordBatchUpload, args, { ...options, ...more }),
  recordCallUsage: (args, more) => callFunction(sql, functions.recordCallUsage, args, { ...options, ...more }),
  recordCrmHealth: (args, more) => callFunction(sql, functions.recordCrmHealth, args, { ...options, ...more }),
  recordJobEvent: (args, more) => callFunction(sql, functions.recordJobEvent, args, { ...options, ...more }),
  recordJobExecutions: (args, more) => callFunction(sql, functions.recordJobExecutions, args, { ...options, ...more }),
  recordModelCalls: (args, more) => callFunction(sql, functions.recordModelCalls, args, { ...options, ...more }),
  recordSendResult: (args, more) => callFunction(sql, functions.recordSendResult, args, { ...options, ...more }),
  recordSyncFailure: (args, more) => callFunction(sql, functions.recordSyncFailure, args, { ...options, ...more }),
  recordSyncPage: (args, more) => callFunction(sql, functions.recordSyncPage, args, { ...options, ...more }),
  refreshInsights: (args, more) => callFunction(sql, functions.refreshInsights, args, { ...options, ...more }),
  refuseEmbeddings: (args, more) => callFunction(sql, functions.refuseEmbeddings, args, { ...options, ...more }),
  rejectMergeProposal: (args, more) => callFunction(sql, functions.rejectMergeProposal, args, { ...options, ...more }),
  releaseBatch: (args, more) => callFunction(sql, functions.releaseBatch, args, { ...options, ...more }),
  releaseEmbeddings: (args, more) => callFunction(sql, functions.releaseEmbeddings, args, { ...options, ...more }),
  releaseReplyDraft: (args, more) => callFunction(sql, functions.releaseReplyDraft, args, { ...options, ...more }),
  releaseSync: (args, more) => callFunction(sql, functions.releaseSync, args, { ...options, ...more }),
  removeAnalyst: (args, more) => callFunction(sql, functions.removeAnalyst, args, { ...options, ...more }),
  replaceCredentials: (args, more) => callFunction(sql, functions.replaceCredentials, args, { ...options, ...more }),
  resolveApiKey: (args, more) => callFunction(sql, functions.resolveApiKey, args, { ...options, ...more }),
  resolveBatchEvent: (args, more) => callFunction(sql, functions.resolveBatchEvent, args, { ...options, ...more }),
  resolveChat: (args, more) => callFunction(sql, functions.resolveChat, args, { ...options, ...more }),
  resolveHousecallAccounts: (args, more) =>
    callFunction(sql, functions.resolveHousecallAccounts, args, { ...options, ...more }),
  resolvePendingLink: (args, more) => callFunction(sql, functions.resolvePendingLink, args, { ...options, ...more }),
  restoreMemoryNote: (args, more) => callFunction(sql, functions.restoreMemoryNote, args, { ...options, ...more }),
  retireMemoryNote: (args, more) => callFunction(sql, functions.retireMemoryNote, args, { ...options, ...more }),
  retryCrmPush: (args, more) => callFunction(sql, functions.retryCrmPush, args, { ...options, ...more }),
  retryDeadLetter: (args, more) => callFunction(sql, functions.retryDeadLetter, args, { ...options, ...more }),
  revokeApiKey: (args, more) => callFunction(sql, functions.revokeApiKey, args, { ...options, ...more }),
  revokeChat: (args, more) => callFunction(sql, functions.revokeChat, args, { ...options, ...more }),
  rollBackBackfill: (args, more) => callFunction(sql, functions.rollBackBackfill, args, { ...options, ...more }),
  saveCrmConnection: (args, more) => callFunction(sql, functions.saveCrmConnection, args, { ...options, ...more }),
  saveEmbeddings: (args, more) => callFunction(sql, functions.saveEmbeddings, args, { ...options, ...more }),
  saveExperiment: (args, more) => callFunction(sql, functions.saveExperiment, args, { ...options, ...more }),
  saveMessageClasses: (args, more) => callFunction(sql, functions.saveMessageClasses, args, { ...options, ...more }),
  saveReading: (args, more) => callFunction(sql, functions.saveReading, args, { ...options, ...more }),
  saveReplyDrafts: (args, more) => callFunction(sql, functions.saveReplyDrafts, args, { ...options, ...more }),
  searchCustomers: (args, more) => callFunction(sql, functions.searchCustomers, args, { ...options, ...more }),
  searchMemory: (args, more) => callFunction(sql, functions.searchMemory, args, { ...options, ...more }),
  seedDemo: (args, more) => callFunction(sql, functions.seedDemo, args, { ...options, ...more }),
  setFeatureFlag: (args, more) => callFunction(sql, functions.setFeatureFlag, args, { ...options, ...more }),
  startBackfill: (args, more) => callFunction(sql, functions.startBackfill, args, { ...options, ...more }),
  startChatVerification: (args, more) =>
    callFunction(sql, functions.startChatVerification, args, { ...options, ...more }),
  startCrmSync: (args, more) => callFunction(sql, functions.startCrmSync, args, { ...options, ...more }),
  startCustomerSync: (args, more) => callFunction(sql, functions.startCustomerSync, args, { ...options, ...more }),
  startVerification: (args, more) => callFunction(sql, functions.startVerification, args, { ...options, ...more }),
  stopCrmSyncs: (args, more) => callFunction(sql, functions.stopCrmSyncs, args, { ...options, ...more }),
  storeCallRecording: (args, more) => callFunction(sql, functions.storeCallRecording, args, { ...options, ...more }),
  storeCallTurn: (args, more) => callFunction(sql, functions.storeCallTurn, args, { ...options, ...more }),
  submitChatReply: (args, more) => callFunction(sql, functions.submitChatReply, args, { ...options, ...more }),
  submitReply: (args, more) => callFunction(sql, functions.submitReply, args, { ...options, ...more }),
  touchApiKeys: (args, more) => callFunction(sql, functions.touchApiKeys, args, { ...options, ...more }),
  touchCall: (args, more) => callFunction(sql, functions.touchCall, args, { ...options, ...more }),
  undoMerge: (args, more) => callFunction(sql, functions.undoMerge, args, { ...options, ...more }),
  updateCustomer: (args, more) => callFunction(sql, functions.updateCustomer, args, { ...options, ...more }),
  updateInsight: (args, more) => callFunction(sql, functions.updateInsight, args, { ...options, ...more }),
  updateInsightRule: (args, more) => callFunction(sql, functions.updateInsightRule, args, { ...options, ...more }),
  updateTenantSettings: (args, more) =>
    callFunction(sql, functions.updateTenantSettings, args, { ...options, ...more }),
  upsertCustomerProfile: (args, more) =>
    callFunction(sql, functions.upsertCustomerProfile, args, { ...options, ...more }),
  verifyCrmTotals: (args, more) => callFunction(sql, functions.verifyCrmTotals, args, { ...options, ...more }),
  wakeCrmInbox: (args, more) => callFunction(sql, functions.wakeCrmInbox, args, { ...options, ...more }),
  wakeInbox: (args, more) => callFunction(sql, functions.wakeInbox, args, { ...options, ...more }),
})
