import { type CredentialsVault, createVault } from '../../crypto/credentials.ts'
import type { Api, ApiResult } from '../../db/generated.ts'
import type { Env } from '../../env.ts'
import type { Logger } from '../../logger.ts'
import { readHousecallCredentials } from './credentials.ts'

/** Whom an event may belong to, and what proves it. */
export interface WebhookAccount {
  tenantId: string
  /** what events of this account may be signed with; none: nothing proves an event to be this tenant's */
  secrets: readonly string[]
  /** null: of any company. The environment's secret may be several businesses', so it speaks only for companies of the tenant. */
  companies: readonly (string | null)[] | null
}

export interface WebhookAccountsDeps {
  api: Pick<Api, 'resolveHousecallAccounts'>
  env: Pick<Env, 'ENCRYPTION_KEYS' | 'HOUSECALL_WEBHOOK_SECRET' | 'TENANT_ID'>
  logger: Logger
  clock: () => Date
}

type Row = ApiResult<'resolveHousecallAccounts'>[number]

/** How long an answer is used again: a changed secret works after it (both may be stored while it is being changed). */
const KEPT_MS = 30_000
const KEPT_AT_MOST = 500

/** Looks up who may have sent an event: by the tenant in the path (slug or id), else by the company in the body. */
export function createWebhookAccounts({ api, env, logger, clock }: WebhookAccountsDeps) {
  const vault = env.ENCRYPTION_KEYS ? createVault(env.ENCRYPTION_KEYS) : null
  const kept = new Map<string, { until: number; accounts: WebhookAccount[] }>()

  const load = async (tenant: string | null, companyId: string | null): Promise<WebhookAccount[]> => {
    const rows = await api.resolveHousecallAccounts({ tenant, companyId })
    const own = env.HOUSECALL_WEBHOOK_SECRET
    // A single-tenant install need not store its account to be reached without a tenant in the path.
    const isOwn = tenant === null && rows.length === 0 && own && env.TENANT_ID
    if (isOwn) return [{ tenantId: env.TENANT_ID ?? '', secrets: [own], companies: null }]
    const tenantIds = [...new Set(rows.flatMap(({ tenantId }) => tenantId ?? []))]
    return Promise.all(
      tenantIds.map(async (tenantId) => {
        const stored = rows.filter((row) => row.tenantId === tenantId)
        const secrets = (await Promise.all(stored.map((row) => secretsOf(vault, tenantId, row, logger)))).flat()
        if (secrets.length > 0 || !own) return { tenantId, secrets, companies: null }
        const companies = tenantId === env.TENANT_ID ? null : stored.map((row) => row.companyId)
        return { tenantId, secrets: [own], companies }
      }),
    )
  }

  return async (tenant: string | null, companyId: string | null): Promise<WebhookAccount[]> => {
    const key = JSON.stringify([tenant, tenant === null ? companyId : null])
    const now = clock().getTime()
    const known = kept.get(key)
    if (known && known.until > now) return known.accounts
    const accounts = await load(tenant, companyId)
    // Whoever asks for companies that do not exist must not fill the memory.
    if (kept.size >= KEPT_AT_MOST) kept.clear()
    kept.set(key, { until: now + KEPT_MS, accounts })
    return accounts
  }
}

async function secretsOf(
  vault: CredentialsVault | null,
  tenantId: string,
  row: Row,
  logger: Logger,
): Promise<string[]> {
  const { companyId, credentials, keyId } = row
  if (!credentials || !keyId) return []
  try {
    if (!vault) throw new TypeError('ENCRYPTION_KEYS is not set')
    const opened = await vault.open({ tenantId, provider: 'housecall' }, { keyId, credentials })
    return readHousecallCredentials(opened).webhookSecrets
  } catch (error) {
    // One account that cannot be opened must not silence the others.
    logger.error('housecall_credentials_unusable', { tenantId, companyId, error })
    return []
  }
}
