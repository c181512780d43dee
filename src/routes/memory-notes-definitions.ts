import { createRoute, z } from '@hono/zod-openapi'
import { memoryNoteSchema, NOTE_KINDS } from '../db/results/memory-notes.ts'
import type { Auth } from '../http/auth.ts'
import { problemResponses } from '../http/openapi.ts'

const tags = ['Memory']
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const ofCustomer = z.object({ id: z.guid() })
const ofNote = z.object({ id: z.guid(), noteId: z.guid() })

const note = z.object(memoryNoteSchema.shape).openapi('MemoryNote')
const withVersion = {
  description: 'The note; its version is the ETag',
  headers: z.object({ ETag: z.string().openapi({ description: 'The version, to send as If-Match with a change' }) }),
  content: json(note),
}
const ifMatch = z.object({
  'if-match': z
    .string()
    .regex(/^"\d{1,9}"$/)
    .openapi({ description: 'The version of the note that the change was made on', example: '"1"' }),
})

const kind = z.enum(NOTE_KINDS)
const slot = z
  .string()
  .max(60)
  .regex(/^[a-z]+(_[a-z]+)*(:[a-z_]+)?$/)
  .openapi({ description: 'What it is about; of one slot one value holds at a time', example: 'preferred_time' })
const words = z.string().trim().min(1).max(2000)
const value = z.string().trim().min(1).max(200)
const found = ['not_found', 'gone', 'validation_failed'] as const

/** The routes' descriptions: paths, guards, what they take and answer. */
export const memoryNotesDefinitions = (auth: Auth) => {
  const change = (action: 'retire' | 'restore', summary: string, description: string) =>
    createRoute({
      method: 'post',
      path: `/api/v1/customers/{id}/notes/{noteId}/${action}`,
      tags,
      summary,
      description,
      ...auth.secured('customers:write'),
      request: { params: ofNote, headers: ifMatch },
      responses: { 200: withVersion, ...problemResponses(...found, 'conflict') },
    })
  return {
    list: createRoute({
      method: 'get',
      path: '/api/v1/customers/{id}/notes',
      tags,
      summary: 'What is remembered about a customer, newest first, with its sources',
      ...auth.secured('customers:read'),
      request: {
        params: ofCustomer,
        query: z.object({
          all: z
            .enum(['true', 'false'])
            .default('false')
            .openapi({ description: 'With what was superseded or retired' }),
        }),
      },
      responses: { 200: { description: 'At most 500', content: json(z.array(note)) }, ...problemResponses(...found) },
    }),
    add: createRoute({
      method: 'post',
      path: '/api/v1/customers/{id}/notes',
      tags,
      summary: 'Write down a note',
      description:
        'Words, or a fact: a slot with its value, which supersedes what was held of it and which no model overrules.',
      ...auth.secured('customers:write'),
      request: {
        params: ofCustomer,
        body: {
          required: true,
          content: json(
            z.strictObject({
              kind: kind.default('note'),
              note: words.optional(),
              slot: slot.optional(),
              value: value.optional(),
            }),
          ),
        },
      },
      responses: { 201: withVersion, ...problemResponses(...found, 'malformed_body', 'invalid_input') },
    }),
    correct: createRoute({
      method: 'patch',
      path: '/api/v1/customers/{id}/notes/{noteId}',
      tags,
      summary: 'Set a note right',
      description:
        'From then on it is a person’s word: no model overrules it. On a version that is not the current one nothing changes, and the problem holds the note as it is under `current`.',
      ...auth.secured('customers:write'),
      request: {
        params: ofNote,
        headers: ifMatch,
        body: {
          required: true,
          content: json(
            z.strictObject({
              kind: kind.optional(),
              note: words.optional(),
              slot: slot.nullable().optional(),
              value: value.nullable().optional(),
            }),
          ),
        },
      },
      responses: {
        200: withVersion,
        ...problemResponses(...found, 'malformed_body', 'conflict', 'invalid_input'),
      },
    }),
    retire: change(
      'retire',
      'Withdraw a note',
      'Nobody who answers sees it any more; it comes back when the customer says it again, or by restoring it.',
    ),
    restore: change(
      'restore',
      'Make a note hold again that was retired or superseded',
      'What is held of its slot meanwhile is superseded.',
    ),
  }
}
