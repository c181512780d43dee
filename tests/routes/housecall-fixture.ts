import { createVault } from '../../src/crypto/credentials.ts'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import type { AppDeps } from '../../src/http/types.ts'
import { signedHeaders } from '../fakes/housecall-webhooks.ts'
import { serial } from '../fixtures/numbers.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { PUBLIC_URL, twilioApp } from './twilio-fixture.ts'

const ENCRYPTION_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`

/** The application with encryption keys, and what else the environment says. */
export const housecallApp = (edge: Sql, variables: Record<string, string> = {}, overrides: Partial<AppDeps> = {}) =>
  twilioApp(edge, { env: loadEnv({ PUBLIC_URL, ENCRYPTION_KEYS, ...variables }), ...overrides })

/** A tenant with an account of HousecallPro, whose events are signed with its own secret. */
export async function newAccount(admin: Sql, edge: Sql, credentials: Record<string, unknown> = {}) {
  const tenant = await newTenant(admin)
  const { tenantId } = tenant
  const companyId = `company-${serial('company')}`
  const webhookSecret = `secret of ${companyId}`
  const vault = createVault(loadEnv({ ENCRYPTION_KEYS }).ENCRYPTION_KEYS ?? [])
  const sealed = await vault.seal({ tenantId, provider: 'housecall' }, { apiKey: 'key', webhookSecret, ...credentials })
  await createApi(edge).saveCrmConnection({ tenantId, provider: 'housecall', companyId, ...sealed })
  return { ...tenant, companyId, webhookSecret }
}

export interface PostOptions {
  /** null: not signed */
  secret: string | null
  path?: string
  at?: Date
  headers?: Record<string, string>
}

/** Posts a body signed as HousecallPro signs it. */
export const post = (app: ReturnType<typeof housecallApp>['app'], body: string, options: PostOptions) =>
  app.request(options.path ?? '/webhooks/housecall', {
    method: 'POST',
    headers: {
      ...(options.secret === null
        ? { 'content-type': 'application/json' }
        : signedHeaders(options.secret, body, options.at ?? new Date())),
      ...options.headers,
    },
    body,
  })
