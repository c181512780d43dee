import type { Api } from '../db/generated.ts'
import type { CredentialsVault } from './credentials.ts'

const BATCH = 100

/**
 * Encrypts every tenant's credentials that another key made with the vault's first key. Can be interrupted and run again;
 * new credentials that are stored meanwhile are kept. Returns how many were replaced.
 * @throws CredentialsError when one cannot be opened: the rest waits until its key is in the ring again
 */
export async function rotateCredentials(
  api: Pick<Api, 'listOutdatedCredentials' | 'replaceCredentials'>,
  vault: CredentialsVault,
): Promise<number> {
  let rotated = 0
  for (;;) {
    const outdated = await api.listOutdatedCredentials({ keyId: vault.keyId, limit: BATCH })
    if (outdated.length === 0) return rotated
    for (const { tenantId, connectionId, provider, credentials, keyId } of outdated) {
      if (!tenantId || !connectionId || !provider || !credentials || !keyId) continue
      const owner = { tenantId, provider }
      const sealed = await vault.seal(owner, await vault.open(owner, { keyId, credentials }))
      const isReplaced = await api.replaceCredentials({
        tenantId,
        connectionId,
        oldCredentials: credentials,
        credentials: sealed.credentials,
        keyId: sealed.keyId,
      })
      if (isReplaced) rotated += 1
    }
  }
}
