import { z } from 'zod'
import { addedItemSchema } from '../db/results/tools.ts'
import { defineTool } from './definition.ts'
import { idempotencyKey, jobItem } from './inputs.ts'

export const addJobItem = defineTool({
  name: 'add_job_item',
  title: 'Add a line item',
  description:
    'Add a part or labor to an open job that was made here. The items of a job of the CRM are changed there.',
  scope: 'jobs:write',
  isWrite: true,
  input: z.strictObject({ jobId: z.guid(), ...jobItem.shape, idempotencyKey }),
  output: addedItemSchema,
  inReplies: ['jobId', 'name', 'description'],
  run: ({ api, tenantId, reply }, { jobId, idempotencyKey, ...item }) =>
    api.addJobItem({
      tenantId,
      jobId,
      item,
      ...(reply && { customerId: reply.customerId }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    }),
  customersOf: (output) => [output.customerId],
})
