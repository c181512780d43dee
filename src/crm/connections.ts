import { type CredentialsVault, createVault } from '../crypto/credentials.ts'
import type { Api } from '../db/generated.ts'
import type { Env } from '../env.ts'
import type { BreakerChange, BreakerSnapshot } from './circuit-breaker.ts'
import { createHousecallClient, type HousecallClient } from './housecall/client.ts'
import { CrmCredentialsError, type HousecallCredentials, readHousecallCredentials } from './housecall/credentials.ts'
import type { Mismatch } from './housecall/lenient.ts'
import type { Timing } from './timing.ts'

/** Which account is meant; a null company is the environment's account. */
export interface CrmAccount {
  tenantId: string
  companyId: string | null
}

export interface CrmConnectionsOptions {
  env: Pick<
    Env,
    | 'TENANT_ID'
    | 'ENCRYPTION_KEYS'
    | 'HOUSECALL_API_KEY'
    | 'HOUSECALL_AUTH_SCHEME'
    | 'HOUSECALL_BASE_URL'
    | 'HOUSECALL_REQUESTS_PER_SECOND'
    | 'HOUSECALL_WEBHOOK_SECRET'
  >
  onStateChange?: (account: CrmAccount, change: BreakerChange) => void
  onMismatch?: (account: CrmAccount, mismatch: Mismatch) => void
  timing?: Timing
}

type ConnectionsApi = Pick<Api, 'getCrmConnection' | 'listCrmConnections'>

/** The accounts that tenants have with CRMs, and one client for each for as long as its credentials stay the same. */
export interface CrmConnections {
  /** A tenant's HousecallPro accounts: those stored, else the environment's when it is that tenant's. */
  housecallAccounts(api: ConnectionsApi, tenantId: string): Promise<CrmAccount[]>
  /**
   * The client of an account, null when there are no credentials for it.
   * @throws CredentialsError, CrmCredentialsError
   */
  housecall(api: ConnectionsApi, account: CrmAccount): Promise<HousecallClient | null>
  /** What webhooks of an account may be signed with. @throws as housecall() */
  housecallWebhookSecrets(api: ConnectionsApi, account: CrmAccount): Promise<string[]>
  /** The circuit breakers of the accounts that this process has spoken to. */
  breakers(): (CrmAccount & { breaker: BreakerSnapshot })[]
}

interface Found {
  credentials: HousecallCredentials
  /** changes with the credentials */
  fingerprint: string
  account: CrmAccount
}

/**
 * Stored credentials of a tenant come first. The environment's belong to the tenant of a single-tenant install, TENANT_ID, and to
 * nobody else: another tenant must never see that business's customers. The api is given with each call, because on
 * Workers it is that of one request, while clients (their budgets and circuit breakers) outlive it.
 */
export function createCrmConnections({ env, ...options }: CrmConnectionsOptions): CrmConnections {
  const vault: CredentialsVault | null = env.ENCRYPTION_KEYS ? createVault(env.ENCRYPTION_KEYS) : null
  const clients = new Map<string, { account: CrmAccount; fingerprint: string; client: HousecallClient }>()

  const ofEnvironment = (tenantId: string): Found | null => {
    if (!env.HOUSECALL_API_KEY || tenantId !== env.TENANT_ID) return null
    const credentials = {
      apiKey: env.HOUSECALL_API_KEY,
      authScheme: env.HOUSECALL_AUTH_SCHEME,
      webhookSecrets: [env.HOUSECALL_WEBHOOK_SECRET ?? []].flat(),
    }
    return { credentials, fingerprint: 'environment', account: { tenantId, companyId: null } }
  }

  const find = async (api: ConnectionsApi, account: CrmAccount): Promise<Found | null> => {
    const { tenantId, companyId } = account
    if (companyId === null) return ofEnvironment(tenantId)
    const [row] = await api.getCrmConnection({ tenantId, provider: 'housecall', companyId })
    // The company of the environment's key is not known before it calls; no other account of this tenant is.
    if (!row?.credentials || !row.keyId) return ofEnvironment(tenantId)
    if (!vault) throw new CrmCredentialsError('ENCRYPTION_KEYS is not set: the stored credentials cannot be opened')
    const opened = await vault.open(
      { tenantId, provider: 'housecall' },
      { keyId: row.keyId, credentials: row.credentials },
    )
    const fingerprint = JSON.stringify(opened)
    return { credentials: readHousecallCredentials(opened), fingerprint, account }
  }

  const clientOf = ({ credentials, fingerprint, account }: Found): HousecallClient => {
    const key = JSON.stringify([account.tenantId, account.companyId])
    const known = clients.get(key)
    if (known?.fingerprint === fingerprint) return known.client
    const { apiKey, authScheme, isMultiLocation, requestsPerSecond } = credentials
    const client = createHousecallClient({
      apiKey,
      authScheme,
      baseUrl: env.HOUSECALL_BASE_URL,
      companyId: isMultiLocation ? account.companyId : null,
      requestsPerSecond: requestsPerSecond ?? env.HOUSECALL_REQUESTS_PER_SECOND,
      onStateChange: (change) => options.onStateChange?.(account, change),
      onMismatch: (mismatch) => options.onMismatch?.(account, mismatch),
      timing: options.timing,
    })
    clients.set(key, { account, fingerprint, client })
    return client
  }

  return {
    async housecallAccounts(api, tenantId) {
      const rows = await api.listCrmConnections({ tenantId })
      const stored = rows.filter((row) => row.provider === 'housecall' && row.companyId !== null)
      if (stored.length > 0) return stored.map(({ companyId }) => ({ tenantId, companyId }))
      const own = ofEnvironment(tenantId)
      return own ? [own.account] : []
    },
    async housecall(api, account) {
      const found = await find(api, account)
      return found && clientOf(found)
    },
    async housecallWebhookSecrets(api, account) {
      return (await find(api, account))?.credentials.webhookSecrets ?? []
    },
    breakers: () => [...clients.values()].map(({ account, client }) => ({ ...account, breaker: client.breaker() })),
  }
}
