import { z } from 'zod'
import { addedAddressSchema } from '../db/results/tools.ts'
import { defineTool } from './definition.ts'
import { customerId, idempotencyKey } from './inputs.ts'

const line = z.string().trim().max(200)

export const addAddress = defineTool({
  name: 'add_address',
  title: 'Add an address',
  description:
    'Give a customer an address where they are served. One they have already is found again (isNew is false).',
  scope: 'context:write',
  isWrite: true,
  input: z.strictObject({
    customerId,
    street: line.min(1),
    streetLine2: line.optional(),
    city: line.optional(),
    state: line.optional(),
    zip: z.string().trim().max(20).optional(),
    country: z.string().trim().length(2).toUpperCase().default('US'),
    type: z.enum(['service', 'billing']).default('service'),
    propertyType: z.enum(['residential', 'commercial', 'multi-family']).optional(),
    yearBuilt: z.int().min(1600).max(2200).optional(),
    idempotencyKey,
  }),
  output: addedAddressSchema,
  inReplies: ['street', 'streetLine2', 'city', 'state', 'zip', 'propertyType', 'yearBuilt'],
  run: ({ api, tenantId }, { customerId, idempotencyKey, ...address }) =>
    api.addAddress({ tenantId, customerId, address, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }),
  customersOf: (output) => [output.customerId],
})
