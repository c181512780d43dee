import { normalizePhone } from '../../channels/phone.ts'

const FIELDS = new Set(['mobile_number', 'home_number', 'work_number'])

/**
 * The telephone numbers of customers anywhere in records of HousecallPro, as they are written there (usually ten digits), each
 * with its E.164 form: what the api functions that take in records need beside them. Numbers that are none are left out.
 */
export function housecallPhones(records: unknown, read = normalizePhone): Record<string, string> {
  const found = new Map<string, string>()
  const add = (text: string) => {
    if (text === '' || found.has(text)) return
    const phone = read(text)
    if (phone) found.set(text, phone)
  }
  const visit = (value: object) => {
    if (Array.isArray(value)) {
      for (const item of value) if (typeof item === 'object' && item !== null) visit(item)
      return
    }
    // Not over entries: records have a hundred fields, and nearly all are passed over.
    for (const name in value) {
      const inner = (value as Record<string, unknown>)[name]
      if (FIELDS.has(name)) {
        if (typeof inner === 'string' || typeof inner === 'number') add(String(inner).trim())
      } else if (typeof inner === 'object' && inner !== null) visit(inner)
    }
  }
  if (typeof records === 'object' && records !== null) visit(records)
  return Object.fromEntries(found)
}

/** As `normalizePhone`, for whoever meets the same numbers again and again: remembers the last `most` of them. */
export function createPhoneReader(most: number): (text: string) => string | null {
  const known = new Map<string, string | null>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const phone = normalizePhone(text)
    if (known.size >= most) known.clear()
    known.set(text, phone)
    return phone
  }
}
