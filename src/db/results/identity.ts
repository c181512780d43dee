import { z } from 'zod'

const linked = z.object({ outcome: z.enum(['linked', 'pending', 'accepted', 'rejected']), isShared: z.boolean() })

/** What the functions about customers and their identities answer. */
export const identityResults = {
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
