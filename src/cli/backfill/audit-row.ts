import { parseStorableJson, storableText } from '../../crm/storable-json.ts'
import { type Fields, fieldsOf, firstOf } from '../import/fields.ts'
import type { SourceRecord } from '../import/read-file.ts'

/** A row of an audit log as `api.backfill_audit_rows` takes it; what it means is decided there. */
export interface AuditRow {
  line: number
  /** of a table: the key in whose order it is read */
  key?: string
  id?: string
  leadId?: string
  action?: string
  actor?: string
  at?: string
  payload?: unknown
  problem?: string
}

export type KeyedRecord = SourceRecord & { key?: string }

/** What a column may be called, by field; compared without case, spaces and underscores. */
const names = {
  id: ['id', 'auditid'],
  leadId: ['leadid', 'lead'],
  action: ['action', 'event'],
  actor: ['actor', 'role'],
  at: ['createdat', 'timestamp', 'at', 'time'],
} satisfies Record<string, string[]>

/** Where the words stand in an export that has no payload but a column for each of its fields. */
const flat = ['text', 'message', 'content', 'body']

export function toAuditRow(source: KeyedRecord): AuditRow {
  const place = { line: source.line, ...(source.key === undefined ? {} : { key: source.key }) }
  if ('problem' in source) return { ...place, problem: source.problem }
  const fields = fieldsOf(source.record)
  const texts = Object.entries(names).flatMap(([field, columns]) => {
    const text = firstOf(fields, columns)
    return text === undefined ? [] : [[field, storableText(text)]]
  })
  return { ...place, ...Object.fromEntries(texts), payload: payloadOf(fields) }
}

function payloadOf(fields: Fields): unknown {
  if (!fields.has('payload')) {
    const said = flat.flatMap((name) => (fields.has(name) ? [[name, storableValue(fields.get(name))]] : []))
    return said.length > 0 ? Object.fromEntries(said) : null
  }
  const payload = fields.get('payload') ?? null
  if (typeof payload !== 'string') return payload
  // A column of a CSV file holds JSON as text; what looks like it and is none is what was said.
  const parsed = /^\s*[[{"]/.test(payload) ? parseStorableJson(payload) : undefined
  return parsed === undefined ? storableText(payload) : parsed
}

const storableValue = (value: unknown) => (typeof value === 'string' ? storableText(value) : value)
