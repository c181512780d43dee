import { z } from 'zod'
import { recordedEventSchema } from '../db/results/tools.ts'
import { defineTool } from './definition.ts'
import { idempotencyKey, instant } from './inputs.ts'

export const recordJobEvent = defineTool({
  name: 'record_job_event',
  title: 'Report on a job',
  description:
    'Report what happened on a job: a note, that it was scheduled (with scheduledStart), that the technician is on the way, has ' +
    'started, has completed it, or that it was canceled. The status of a job that was made here follows.',
  scope: 'jobs:write',
  isWrite: true,
  input: z.strictObject({
    jobId: z.guid(),
    kind: z.enum(['note', 'scheduled', 'on_my_way', 'started', 'completed', 'canceled']).default('note'),
    note: z.string().trim().min(1).max(4000).optional(),
    at: instant.optional().describe('When it happened; left out, now'),
    scheduledStart: instant.optional(),
    scheduledEnd: instant.optional(),
    idempotencyKey,
  }),
  output: recordedEventSchema,
  inReplies: ['jobId', 'note'],
  run: ({ api, tenantId, reply }, { jobId, idempotencyKey, ...event }) =>
    api.recordJobEvent({
      tenantId,
      jobId,
      event,
      ...(reply && { customerId: reply.customerId, conversationId: reply.conversationId }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    }),
  customersOf: (output) => [output.customerId],
})
