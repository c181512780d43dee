import type { CountryCode } from 'libphonenumber-js'
import { parsePhoneNumberFromString } from 'libphonenumber-js'

const E164 = /^\+[1-9]\d{6,14}$/
const NORTH_AMERICAN = /^\+1[2-9]\d{2}[2-9]\d{6}$/

/**
 * The E.164 form of a phone number as people type it, or null when the text is not one valid number. The whole text
 * must be the number; an extension is accepted and dropped. Short codes and emergency numbers give null.
 * @param defaultCountry ISO 3166 code that numbers without a country code are read in
 */
export function normalizePhone(text: string, defaultCountry: CountryCode = 'US'): string | null {
  const parsed = parsePhoneNumberFromString(text.trim(), { defaultCountry, extract: false })
  // Austria has valid numbers too short for what is stored as E.164 (+43 1000): nobody texts from those.
  return parsed?.isValid() && E164.test(parsed.number) ? parsed.number : null
}

/**
 * The form in which a number is looked up. A North American number that is E.164 already has no other form, and is looked up
 * though the metadata may not know its area code yet: messages from it are kept. Any other as `normalizePhone` reads it.
 */
export const phoneToFind = (text: string): string | null =>
  NORTH_AMERICAN.test(text.trim()) ? text.trim() : normalizePhone(text)

export type AddressKind = 'phone' | 'short_code' | 'alphanumeric' | 'channel' | 'other'

export interface Address {
  kind: AddressKind
  /** what identifies the sender or receiver, in its one canonical spelling; send it back unchanged */
  address: string
  /** the E.164 number in it, null when there is none */
  phone: string | null
}

/**
 * Reads the From or To of a message. Not every one is a phone number, so nothing is refused:
 * - `phone`: E.164, or a number that can be made E.164 (`+12025550147`)
 * - `short_code`: 3 to 8 digits, kept (`72645`); where no country prefix is given it never becomes a phone number
 * - `channel`: a scheme before the identity, `whatsapp:+1…`, `rcs:…`, `messenger:…`; the scheme in lower case, a number in it as E.164
 * - `alphanumeric`: a sender name of up to 11 characters, kept with its case (`ACME Heat`)
 * - `other`: anything else, trimmed
 */
export function normalizeAddress(text: string, defaultCountry: CountryCode = 'US'): Address {
  const trimmed = text.trim()
  // Carriers assign numbers faster than metadata is released: what is E.164 already is believed.
  if (E164.test(trimmed)) return { kind: 'phone', address: trimmed, phone: trimmed }
  if (/^\d{3,8}$/.test(trimmed)) return { kind: 'short_code', address: trimmed, phone: null }
  const scheme = /^([a-z]+):(.+)$/is.exec(trimmed)
  if (scheme) {
    const identity = scheme[2]?.trim() ?? ''
    const number = E164.test(identity) ? identity : normalizePhone(identity, defaultCountry)
    return { kind: 'channel', address: `${scheme[1]?.toLowerCase()}:${number ?? identity}`, phone: number }
  }
  const phone = normalizePhone(trimmed, defaultCountry)
  if (phone) return { kind: 'phone', address: phone, phone }
  const name = /^(?=.*[a-z])[a-z0-9 &_+-]{1,11}$/i.test(trimmed)
  return { kind: name ? 'alphanumeric' : 'other', address: trimmed, phone: null }
}
