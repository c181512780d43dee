import type { Api } from '../db/generated.ts'
import type { Env } from '../env.ts'
import { CommandError, exitCodes } from './exit-codes.ts'

/** A JSON object given on the command line. */
export function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Falls through to the one complaint.
  }
  throw new CommandError('that is not a JSON object', exitCodes.usage)
}

/**
 * The tenant that a command is about: by its slug, else TENANT_ID, else the only one there is.
 * @throws CommandError when there are several, or none
 */
export async function tenantOf(
  api: Pick<Api, 'getTenant' | 'listTenants'>,
  slug: string | undefined,
  env: Pick<Env, 'TENANT_ID'>,
): Promise<string> {
  if (slug !== undefined) return (await api.getTenant({ slug })).tenantId
  if (env.TENANT_ID) return env.TENANT_ID
  const [only, ...others] = await api.listTenants()
  if (!only?.tenantId) throw new CommandError('there is no tenant yet: rapport tenant create', exitCodes.usage)
  if (others.length > 0) throw new CommandError('name the tenant: there are several', exitCodes.usage)
  return only.tenantId
}
