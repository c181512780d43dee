import { normalizePhone } from '../../channels/phone.ts'
import { parseStorableJson, storableText } from '../../crm/storable-json.ts'
import { type CustomerRow, toCustomerRow } from './customer-row.ts'
import { fieldsOf, firstOf } from './fields.ts'

/** A lead as `api.import_leads` takes it; `customer` says whose it is. */
export interface LeadRow {
  line: number
  sourceId?: string
  channel?: string
  externalId?: string
  stage?: string
  stateMetadata?: unknown
  createdAt?: string
  updatedAt?: string
  customer: Omit<CustomerRow, 'line'>
}

/** What a column may be called, by field; compared without case, spaces and underscores. */
const names = {
  sourceId: ['id', 'leadid'],
  channel: ['channel', 'network'],
  stage: ['stage', 'status'],
  createdAt: ['createdat', 'created'],
  updatedAt: ['updatedat', 'updated'],
} satisfies Record<string, string[]>
const externalId = ['externalid', 'psid', 'handle']
const customerId = ['customerid', 'customer']
const stateMetadata = ['statemetadata', 'metadata', 'state']

/** A record of a table or export of leads; `notes` says what was left out, without its value. */
export function toLeadRow(record: Record<string, unknown>, line: number): { row: LeadRow; notes: string[] } {
  const fields = fieldsOf(record)
  const texts = Object.entries(names).flatMap(([field, columns]) => {
    const text = firstOf(fields, columns)
    return text === undefined ? [] : [[field, storableText(text)]]
  })
  const reached = firstOf(fields, externalId)
  const phone = reached && /^\+?[\d\s().-]{7,}$/.test(reached) ? normalizePhone(reached) : null
  const isPhoneChannel = /sms|text|phone|voice|call/i.test(firstOf(fields, names.channel) ?? '')
  const {
    row: { line: _, ...customer },
    notes,
  } = toCustomerRow(withoutOurs(record), line)
  const sourceId = firstOf(fields, names.sourceId)
  const state = stateMetadata.map((name) => fields.get(name)).find((value) => value !== undefined && value !== null)
  const metadata = typeof state === 'string' ? parseStorableJson(state) : state
  return {
    row: {
      line,
      ...Object.fromEntries(texts),
      ...(reached ? { externalId: (isPhoneChannel && phone) || storableText(reached) } : {}),
      ...(metadata === undefined ? {} : { stateMetadata: metadata }),
      customer: {
        ...customer,
        externalId: firstOf(fields, customerId) ?? `lead:${sourceId ?? ''}`,
        phones: isPhoneChannel && phone ? [...new Set([...customer.phones, phone])] : customer.phones,
      },
    },
    notes,
  }
}

/** A lead's own columns mean something else in a customer: its id, its notes, its dates. */
function withoutOurs(record: Record<string, unknown>): Record<string, unknown> {
  const ours = new Set([...Object.values(names).flat(), ...externalId, ...customerId, ...stateMetadata, 'source'])
  return Object.fromEntries(
    Object.entries(record).filter(([name]) => !ours.has(name.toLowerCase().replace(/[^a-z0-9]/g, ''))),
  )
}
