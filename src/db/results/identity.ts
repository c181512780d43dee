import { z } from 'zod'

const linked = z.object({ outcome: z.enum(['linked', 'pending', 'accepted', 'rejected']), isShared: z.boolean() })

/** A row of `api.search_customers`; `lastServiceOn` is the shop's local day. */
export const foundCustomerSchema = z.object({
  customerId: z.guid(),
  name: z.string().nullable(),
  companyName: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  city: z.string().nullable(),
  lastServiceOn: z.iso.date().nullable(),
  score: z.number().min(0).max(1),
})

/** What the functions about customers and their identities answer. */
export const identityResults = {
  search_customers: foundCustomerSchema,
  link_identity: linked,
  resolve_pending_link: linked,
  start_verification: z.object({
    verificationId: z.uuid(),
    expiresAt: z.iso.datetime({ offset: true }),
    code: z.string().nullable(),
  }),
  confirm_verification: z.object({
    outcome: z.enum(['linked', 'pending', 'wrong', 'expired', 'locked']),
    attemptsLeft: z.int(),
    isShared: z.boolean().optional(),
  }),
}
