export interface NewApiKey {
  /** `rk_` and 40 hexadecimal digits (160 random bits): shown once, never stored. */
  text: string
  /** The first characters, by which people tell keys apart. */
  prefix: string
  hash: string
}

/** A fresh API key from the system's random source. */
export const newApiKey = (): Promise<NewApiKey> =>
  describeApiKey(`rk_${hexadecimal(crypto.getRandomValues(new Uint8Array(20)))}`)

/** What is stored of a key's text. */
export const describeApiKey = async (text: string): Promise<NewApiKey> => ({
  text,
  prefix: text.slice(0, 11),
  hash: await hashApiKey(text),
})

/** Hexadecimal SHA-256. A plain hash is enough: the text is random, there is nothing to guess from. */
export const hashApiKey = async (text: string): Promise<string> =>
  hexadecimal(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))

const hexadecimal = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
