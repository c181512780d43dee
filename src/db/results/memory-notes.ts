import { z } from 'zod'

const id = z.guid()
const moment = z.iso.datetime()

export const NOTE_KINDS = [
  'note',
  'preference',
  'access',
  'household',
  'property',
  'issue',
  'equipment',
  'complaint',
  'promise',
  'contact',
  'schedule',
] as const

/** Something that is remembered about a customer, with its source. */
export const memoryNoteSchema = z.object({
  id,
  customerId: id,
  kind: z.enum(NOTE_KINDS),
  /** what it is about, e.g. `gate_code`: one value of it holds at a time; null for mere words */
  slot: z.string().nullable(),
  value: z.string().nullable(),
  note: z.string(),
  /** the customer's words */
  quote: z.string().nullable(),
  source: z.enum(['message', 'staff', 'crm', 'import', 'demo']),
  sourceMessageId: id.nullable(),
  confidence: z.number(),
  writtenBy: z.string().nullable(),
  validFrom: moment,
  validTo: moment.nullable(),
  recordedAt: moment,
  /** when the same was last said again */
  confirmedAt: moment.nullable(),
  editedAt: moment.nullable(),
  editedBy: z.string().nullable(),
  retiredAt: moment.nullable(),
  retiredReason: z.enum(['source gone', 'by a person']).nullable(),
  supersededBy: id.nullable(),
  version: z.number(),
})
export type MemoryNote = z.output<typeof memoryNoteSchema>

const changed = z.object({ outcome: z.enum(['updated', 'conflict']), note: memoryNoteSchema })

/** What the functions about notes answer. */
export const memoryNoteResults = {
  list_memory_notes: z.array(memoryNoteSchema),
  add_memory_note: memoryNoteSchema,
  correct_memory_note: changed,
  retire_memory_note: changed,
  restore_memory_note: changed,
} satisfies Record<string, z.ZodType>
