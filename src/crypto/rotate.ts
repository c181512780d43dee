import type { Api } from '../db/generated.ts'
import type { CredentialsError, CredentialsVault } from './credentials.ts'

const BATCH = 100

export interface Rotation {
  rotated: number
  /** connections whose credentials cannot be opened: their key is not in the ring, or they are damaged; left as they are */
  unopened: string[]
}

/**
 * Encrypts every tenant's credentials that another key made with the vault's first key. Can be interrupted and run again;
 * new credentials that are stored meanwhile are kept.
 */
export async function rotateCredentials(
  api: Pick<Api, 'listOutdatedCredentials' | 'replaceCredentials'>,
  vault: CredentialsVault,
): Promise<Rotation> {
  const rotation: Rotation = { rotated: 0, unopened: [] }
  let after: string | null = null
  let isAgain = false
  for (;;) {
    const outdated = await api.listOutdatedCredentials({ keyId: vault.keyId, after, limit: BATCH })
    for (const { tenantId, connectionId, provider, credentials, keyId } of outdated) {
      if (!tenantId || !connectionId || !provider || !credentials || !keyId) continue
      after = connectionId
      const owner = { tenantId, provider }
      const opened = await vault.open(owner, { keyId, credentials }).catch((error: unknown) => {
        if ((error as Partial<CredentialsError>).name !== 'CredentialsError') throw error
        rotation.unopened.push(connectionId)
      })
      if (!opened) continue
      const sealed = await vault.seal(owner, opened)
      const isReplaced = await api.replaceCredentials({
        tenantId,
        connectionId,
        oldCredentials: credentials,
        credentials: sealed.credentials,
        keyId: sealed.keyId,
      })
      // Stored anew meanwhile, perhaps by an edge that still seals with the old key: look at it again.
      if (isReplaced) rotation.rotated += 1
      else isAgain = true
    }
    if (outdated.length > 0) continue
    if (!isAgain) return { ...rotation, unopened: [...new Set(rotation.unopened)] }
    after = null
    isAgain = false
  }
}
