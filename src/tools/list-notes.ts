import { z } from 'zod'
import { memoryNoteSchema } from '../db/results/memory-notes.ts'
import { defineTool } from './definition.ts'
import { customerId } from './inputs.ts'

export const listNotes = defineTool({
  name: 'list_notes',
  title: 'What is remembered',
  description:
    'What is remembered of a customer, newest first, with quote, source and confidence; also what was superseded or retired, if asked for.',
  scope: 'context:read',
  isWrite: false,
  input: z.strictObject({
    customerId,
    all: z.boolean().default(false).describe('Superseded and retired ones as well'),
  }),
  output: z.object({ customerId: z.guid(), notes: z.array(memoryNoteSchema) }),
  inReplies: ['all'],
  run: async ({ api, tenantId }, { customerId, all }) => ({
    customerId,
    notes: await api.listMemoryNotes({ tenantId, customerId, all }),
  }),
  customersOf: (output) => [output.customerId],
})
