import { describeApiKey } from '../api-key.ts'
import type { Api } from '../db/generated.ts'
import { businesses } from './businesses.ts'
import { homeowners } from './homeowners.ts'
import { services } from './services.ts'
import { shop } from './shop.ts'
import type { DemoSeed } from './types.ts'

/** The whole demo: one business, its price list, ten customers with five years of history. Dates are days from today. */
export const demoSeed: DemoSeed = { ...shop, services, customers: [...homeowners, ...businesses] }

/** The customer that the demo's story is told with. */
export const demoCustomer = { name: 'John Smith', phone: '+16175550123' } as const

/**
 * Makes the demo tenant, or completes it: what exists is left alone, so a second run adds nothing.
 * @param apiKey text of a key that shall open everything of the demo tenant; registered when it is not known yet
 * @returns the tenant's id and how many rows of each kind were added
 */
export async function seedDemo(api: Pick<Api, 'seedDemo' | 'resolveApiKey' | 'createApiKey'>, apiKey?: string) {
  const seeded = await api.seedDemo({ seed: demoSeed })
  if (apiKey === undefined) return seeded
  const { hash: keyHash, prefix: keyPrefix } = await describeApiKey(apiKey)
  if (!(await api.resolveApiKey({ keyHash }))) {
    await api.createApiKey({ tenantId: seeded.tenantId, name: 'demo', keyHash, keyPrefix, scopes: ['admin'] })
  }
  return seeded
}
