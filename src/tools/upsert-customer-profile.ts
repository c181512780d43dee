import { z } from 'zod'
import { profileSchema } from '../db/results/tools.ts'
import { defineTool } from './definition.ts'
import { customerId, email, idempotencyKey, phone } from './inputs.ts'

const name = z.string().trim().min(1).max(120)

export const upsertCustomerProfile = defineTool({
  name: 'upsert_customer_profile',
  title: 'Create or change a customer',
  description:
    'Note what a customer has said about themselves; makes the customer when nobody has the phone or e-mail. Send only what is ' +
    'known. What staff or the CRM have set stays, and is listed in outranked.',
  scope: 'context:write',
  isWrite: true,
  input: z.strictObject({
    customerId: customerId.optional(),
    phone: phone.optional(),
    email: email.optional(),
    firstName: name.optional(),
    lastName: name.optional(),
    companyName: name.optional(),
    communicationPreference: z.enum(['sms', 'call', 'email', 'any']).optional(),
    preferredTimeWindow: z.enum(['morning', 'afternoon', 'evening']).optional(),
    preferredTechnicianName: name.optional(),
    leadSource: name.optional(),
    idempotencyKey,
  }),
  output: profileSchema,
  inReplies: [
    'firstName',
    'lastName',
    'companyName',
    'communicationPreference',
    'preferredTimeWindow',
    'preferredTechnicianName',
  ],
  run: ({ api, tenantId }, { customerId, phone, email, idempotencyKey, ...profile }) =>
    api.upsertCustomerProfile({
      tenantId,
      profile,
      ...(customerId === undefined ? {} : { customerId }),
      ...(phone === undefined ? {} : { phone }),
      ...(email === undefined ? {} : { email }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    }),
  customersOf: (output) => [output.customerId],
})
