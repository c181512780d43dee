import { z } from 'zod'
import { amendedNoteSchema } from '../db/results/tools.ts'
import { defineTool } from './definition.ts'
import { customerId, idempotencyKey } from './inputs.ts'

/** Not for replies: a customer who says otherwise is read, and supersedes; only people and their agents overrule a note. */
export const correctNote = defineTool({
  name: 'correct_note',
  title: 'Set a note right',
  description:
    'Correct, retire or restore one of the notes of list_notes. What is set right holds against what models read later. ' +
    'An outcome of conflict means that the note has changed since it was listed: list it again.',
  scope: 'customers:write',
  isWrite: true,
  input: z.strictObject({
    customerId,
    noteId: z.guid(),
    version: z.int().min(1).describe('As listed'),
    action: z.enum(['correct', 'retire', 'restore']),
    changes: z
      .strictObject({
        kind: z.string().max(40),
        note: z.string().min(1).max(2000),
        slot: z.string().max(60).nullable(),
        value: z.string().max(300).nullable(),
      })
      .partial()
      .optional()
      .describe('For correct: what is to be different'),
    idempotencyKey,
  }),
  output: amendedNoteSchema,
  run: ({ api, tenantId }, input) => api.amendMemoryNote({ tenantId, ...input }),
  customersOf: (output) => [output.customerId],
})
