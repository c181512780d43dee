import { z } from 'zod'

/** What `rapport credentials set <tenant> housecall <company>` stores, encrypted. */
const credentialsSchema = z.strictObject({
  apiKey: z.string().trim().min(1),
  /** `Bearer` when apiKey is an OAuth access token */
  authScheme: z.enum(['Token', 'Bearer']).optional(),
  /** what webhooks are signed with; both while it is being changed */
  webhookSecret: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  /** true: the key serves several companies, and every request says which one is meant */
  isMultiLocation: z.boolean().optional(),
  requestsPerSecond: z.number().positive().max(1000).optional(),
})

export type HousecallCredentials = Omit<z.output<typeof credentialsSchema>, 'webhookSecret'> & {
  webhookSecrets: string[]
}

/** Credentials of a CRM account that it cannot be reached with. Names what is wrong with them, never a value. */
export class CrmCredentialsError extends Error {
  override readonly name = 'CrmCredentialsError'
  readonly code = 'bad_credentials'
  /** another attempt of the job cannot mend them */
  readonly permanent = true
}

/** @throws CrmCredentialsError */
export function readHousecallCredentials(given: unknown): HousecallCredentials {
  const read = credentialsSchema.safeParse(given)
  if (!read.success) {
    const wrong = read.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys' ? `unknown: ${issue.keys.join(', ')}` : issue.path.join('.') || 'an object',
    )
    throw new CrmCredentialsError(
      `the credentials for housecall are not usable (${wrong.join('; ')}): {"apiKey", "authScheme"?: "Token" | "Bearer", "webhookSecret"?, "isMultiLocation"?, "requestsPerSecond"?}`,
    )
  }
  const { webhookSecret, ...rest } = read.data
  return { ...rest, webhookSecrets: [webhookSecret ?? []].flat() }
}
