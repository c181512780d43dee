import { z } from 'zod'
import { createdJobSchema } from '../db/results/tools.ts'
import { defineTool } from './definition.ts'
import { customerId, idempotencyKey, instant, jobItem } from './inputs.ts'

export const createJob = defineTool({
  name: 'create_job',
  title: 'Create a job',
  description:
    'Note work that a customer asks for. Without scheduledStart the office schedules it. Without addressId it is at the ' +
    "customer's one service address. Only for work that was asked for plainly.",
  scope: 'jobs:write',
  isWrite: true,
  input: z.strictObject({
    customerId,
    description: z.string().trim().min(1).max(4000).describe("What is to be done, in the customer's words"),
    addressId: z.guid().optional(),
    serviceType: z.string().trim().max(120).optional(),
    scheduledStart: instant.optional(),
    scheduledEnd: instant.optional(),
    arrivalWindowMinutes: z.int().min(0).max(1440).optional(),
    technicianName: z.string().trim().max(120).optional(),
    leadSource: z.string().trim().max(120).optional(),
    items: z.array(jobItem).max(50).optional(),
    idempotencyKey,
  }),
  output: createdJobSchema,
  inReplies: ['description', 'addressId', 'serviceType'],
  run: ({ api, tenantId, reply }, { customerId, idempotencyKey, ...job }) =>
    api.createJob({
      tenantId,
      customerId,
      job,
      ...(reply && { conversationId: reply.conversationId }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    }),
  customersOf: (output) => [output.customerId],
})
