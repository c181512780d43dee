import { normalizePhone } from '../../channels/phone.ts'

const FIELDS = new Set(['mobile_number', 'home_number', 'work_number'])

/**
 * The telephone numbers of customers anywhere in records of HousecallPro, as they are written there (usually ten digits), each
 * with its E.164 form: what the api functions that take in records need beside them. Numbers that are none are left out.
 */
export function housecallPhones(records: unknown): Record<string, string> {
  const found = new Map<string, string>()
  const visit = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        if (!FIELDS.has(name)) visit(inner)
        else if (typeof inner === 'string' || typeof inner === 'number') add(String(inner).trim())
      }
  }
  const add = (text: string) => {
    if (text === '' || found.has(text)) return
    const phone = normalizePhone(text)
    if (phone) found.set(text, phone)
  }
  visit(records)
  return Object.fromEntries(found)
}
