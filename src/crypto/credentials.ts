/** One key of ENCRYPTION_KEYS: 32 bytes in base64. */
export interface EncryptionKey {
  id: string
  key: string
}

/** Whose credentials they are. It is bound to the ciphertext, which cannot be opened for anybody else. */
export interface CredentialsOwner {
  tenantId: string
  provider: string
}

export interface Sealed {
  /** which key of the ring made it */
  keyId: string
  /** version (1 byte), nonce (12), AES-256-GCM ciphertext with its tag (16) */
  credentials: Uint8Array<ArrayBuffer>
}

export type Credentials = Record<string, unknown>

export interface CredentialsVault {
  /** the key that encrypts: the first of the ring */
  keyId: string
  seal(owner: CredentialsOwner, credentials: Credentials): Promise<Sealed>
  /** @throws CredentialsError */
  open(owner: CredentialsOwner, sealed: { keyId: string; credentials: Uint8Array }): Promise<Credentials>
}

/** Credentials that cannot be opened. Never says what they hold. */
export class CredentialsError extends Error {
  override name = 'CredentialsError'
  constructor(
    /** `unknown_key`: not in the ring · `damaged`: changed, cut, of another tenant or provider, or made with another key */
    readonly code: 'unknown_key' | 'damaged',
    keyId: string,
  ) {
    super(code === 'unknown_key' ? `no encryption key has the id ${keyId}` : 'the credentials cannot be opened')
  }
}

const VERSION = 1
const NONCE = 12
const TAG = 16
const HEADER = 1 + NONCE

/**
 * Seals and opens CRM and channel credentials with AES-256-GCM (Web Crypto). A nonce is random for each sealing, tenant
 * and provider are authenticated with it. The first key of the ring seals, every key of it opens: put a new key in front,
 * run `rapport credentials rotate`, then drop the old one.
 * @throws TypeError for an empty ring
 */
export function createVault(ring: readonly EncryptionKey[]): CredentialsVault {
  const first = ring[0]
  if (!first) throw new TypeError('ENCRYPTION_KEYS is not set')
  const imported = new Map<string, Promise<CryptoKey>>()
  const keyOf = (id: string): Promise<CryptoKey> => {
    const known = imported.get(id)
    if (known) return known
    const entry = ring.find((key) => key.id === id)
    if (!entry) throw new CredentialsError('unknown_key', id)
    const made = crypto.subtle.importKey('raw', fromBase64(entry.key), 'AES-GCM', false, ['encrypt', 'decrypt'])
    imported.set(id, made)
    return made
  }

  return {
    keyId: first.id,
    async seal(owner, credentials) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE))
      const text = new TextEncoder().encode(JSON.stringify(credentials))
      const cipher = await crypto.subtle.encrypt(parameters(nonce, owner), await keyOf(first.id), text)
      const sealed = new Uint8Array(HEADER + cipher.byteLength)
      sealed[0] = VERSION
      sealed.set(nonce, 1)
      sealed.set(new Uint8Array(cipher), HEADER)
      return { keyId: first.id, credentials: sealed }
    },
    async open(owner, { keyId, credentials }) {
      const sealed = new Uint8Array(credentials)
      const key = await keyOf(keyId)
      if (sealed[0] !== VERSION || sealed.length < HEADER + TAG) throw new CredentialsError('damaged', keyId)
      try {
        const nonce = sealed.subarray(1, HEADER)
        const text = await crypto.subtle.decrypt(parameters(nonce, owner), key, sealed.subarray(HEADER))
        return JSON.parse(new TextDecoder().decode(text)) as Credentials
      } catch {
        throw new CredentialsError('damaged', keyId)
      }
    },
  }
}

const parameters = (iv: Uint8Array<ArrayBuffer>, { tenantId, provider }: CredentialsOwner) => ({
  name: 'AES-GCM',
  iv,
  // An array, so that no two owners can be spelled alike.
  additionalData: new TextEncoder().encode(JSON.stringify(['rapport credentials', tenantId.toLowerCase(), provider])),
})

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
