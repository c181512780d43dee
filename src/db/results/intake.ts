import { z } from 'zod'

const moment = z.iso.datetime()
const line = z.object({ line: z.int(), outcome: z.enum(['skipped', 'bad']), reason: z.string() })

/** A bringing-in of another system's history. */
export const backfillSchema = z.object({
  id: z.guid(),
  source: z.string(),
  input: z.string(),
  state: z.enum(['running', 'done', 'rolling_back', 'rolled_back']),
  /** the last line that is done */
  position: z.int(),
  /** of a table: the key of the last row that is done */
  lastKey: z.string().nullable(),
  imported: z.int(),
  repeated: z.int(),
  skipped: z.int(),
  bad: z.int(),
  /** made by it */
  conversations: z.int(),
  notes: z.int(),
  /** messages that were taken back */
  removed: z.int(),
  startedBy: z.string(),
  startedAt: moment,
  endedAt: moment.nullable(),
  rolledBackBy: z.string().nullable(),
  rolledBackAt: moment.nullable(),
})
export type Backfill = z.output<typeof backfillSchema>

/** What the functions that bring history in answer. */
export const intakeResults = {
  start_backfill: backfillSchema,
  backfill_audit_rows: backfillSchema.extend({ lines: z.array(line) }),
  finish_backfill: backfillSchema,
  roll_back_backfill: backfillSchema,
  list_backfills: backfillSchema,
  import_leads: z.array(
    z.object({
      line: z.int(),
      outcome: z.enum(['created', 'known', 'skipped']),
      reason: z.string().nullable(),
    }),
  ),
}
