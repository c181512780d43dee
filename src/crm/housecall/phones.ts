import { normalizePhone } from '../../channels/phone.ts'

const FIELDS = new Set(['mobile_number', 'home_number', 'work_number'])

/** The E.164 form of every telephone number in records of HousecallPro, however deep, by how it is written there. */
export function phonesIn(records: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (FIELDS.has(key) && typeof inner === 'string') {
        const phone = normalizePhone(inner)
        if (phone) found[inner] = phone
      } else look(inner)
    }
  }
  look(records)
  return found
}
