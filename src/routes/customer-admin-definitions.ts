import { createRoute, z } from '@hono/zod-openapi'
import {
  customerExportSchema,
  customerRecordSchema,
  erasureSchema,
  mergeProposalSchema,
  mergeSchema,
  undoneMergeSchema,
} from '../db/results/identity-history.ts'
import type { Auth } from '../http/auth.ts'
import { problemResponses } from '../http/openapi.ts'

const tags = ['Customers']
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const params = z.object({ id: z.guid() })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: json(schema) })
const nullable = (length: number) => z.string().trim().max(length).nullable().optional()

const record = z.object(customerRecordSchema.shape).openapi('Customer')
const withVersion = {
  description: 'The record; its version is the ETag',
  headers: z.object({ ETag: z.string().openapi({ description: 'The version, to send as If-Match with a change' }) }),
  content: json(record),
}

/** Rows of any table: the document need not say more of them than that they are objects. */
const exported = z
  .object({ ...customerExportSchema.shape, tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))) })
  .openapi('CustomerExport')

const changes = z.strictObject({
  firstName: nullable(200),
  lastName: nullable(200),
  companyName: nullable(200),
  customerSince: z.iso.date().nullable().optional(),
  summary: nullable(10_000),
  currentIssueSummary: nullable(10_000),
  preferredTechnicianId: nullable(200),
  preferredTechnicianName: nullable(200),
  communicationPreference: z.enum(['sms', 'call', 'email', 'any']).optional(),
  preferredTimeWindow: z.enum(['morning', 'afternoon', 'evening']).nullable().optional(),
  membershipStatus: z.enum(['none', 'family_discount', 'vip']).optional(),
  membershipExpiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(100)).max(100).optional(),
  leadSource: nullable(200),
})

const ifMatch = z.object({
  'if-match': z
    .string()
    .regex(/^"\d{1,9}"$/)
    .openapi({ description: 'The ETag of the record that the change was made on', example: '"3"' }),
})

const identityBody = z.object({
  type: z.enum(['phone', 'email', 'web_user_id', 'housecall_pro_id', 'shopmonkey_id']),
  value: z.string().trim().min(1).max(320),
  isShared: z
    .boolean()
    .default(false)
    .openapi({ description: 'Several people use it: a landline, a property manager' }),
})

const proposals = z.array(z.object(mergeProposalSchema.shape).openapi('MergeProposal'))
const found = ['not_found', 'gone', 'validation_failed'] as const

/** The routes' descriptions: paths, guards, what they take and answer. */
export const customerAdminDefinitions = (auth: Auth) => ({
  get: createRoute({
    method: 'get',
    path: '/api/v1/customers/{id}',
    tags,
    summary: 'The record of a customer that people edit',
    description: 'The id of a customer who was merged gives the one they became.',
    ...auth.secured('customers:read'),
    request: { params },
    responses: { 200: withVersion, ...problemResponses(...found) },
  }),
  update: createRoute({
    method: 'patch',
    path: '/api/v1/customers/{id}',
    tags,
    summary: 'Change fields of a profile',
    description:
      'Fields that are not named stay; null empties one. On a version that is not the current one nothing changes, and the problem holds the record as it is under `current`.',
    ...auth.secured('customers:write'),
    request: { params, headers: ifMatch, body: body(changes) },
    responses: { 200: withVersion, ...problemResponses(...found, 'conflict', 'invalid_input') },
  }),
  link: createRoute({
    method: 'post',
    path: '/api/v1/customers/{id}/identities',
    tags,
    summary: 'Give a customer a phone, an e-mail or an id',
    ...auth.secured('customers:write'),
    request: { params, body: body(identityBody) },
    responses: {
      200: {
        description: "linked, or pending when it is another customer's: then a merge proposal was made",
        content: json(
          z.object({ outcome: z.enum(['linked', 'pending', 'accepted', 'rejected']), isShared: z.boolean() }),
        ),
      },
      ...problemResponses(...found, 'invalid_input'),
    },
  }),
  merge: createRoute({
    method: 'post',
    path: '/api/v1/customers/{id}/merge',
    tags,
    summary: 'Make another customer one with this one',
    description: 'This one survives: their profile wins and is filled where it was empty. It can be undone.',
    ...auth.secured('customers:write'),
    request: {
      params,
      body: body(z.object({ mergedId: z.guid(), reason: z.string().trim().min(1).max(500) })),
    },
    responses: {
      200: { description: 'What moved, by table', content: json(z.object(mergeSchema.shape).openapi('Merge')) },
      ...problemResponses('not_found', 'conflict', 'invalid_input', 'validation_failed'),
    },
  }),
  undoMerge: createRoute({
    method: 'post',
    path: '/api/v1/merges/{id}/undo',
    tags,
    summary: 'Take a merge back',
    description:
      'Both are as they were; what was written since stays with the survivor. Later merges of the survivor come first.',
    ...auth.secured('customers:write'),
    request: { params },
    responses: {
      200: {
        description: 'The two customers',
        content: json(z.object(undoneMergeSchema.shape).openapi('UndoneMerge')),
      },
      ...problemResponses('not_found', 'conflict', 'validation_failed'),
    },
  }),
  proposals: createRoute({
    method: 'get',
    path: '/api/v1/merge-proposals',
    tags,
    summary: 'Customers that may be one person, best first, with reasons',
    ...auth.secured('customers:read'),
    request: { query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }) },
    responses: {
      200: { description: 'Nothing is merged by itself', content: json(proposals) },
      ...problemResponses('validation_failed'),
    },
  }),
  reject: createRoute({
    method: 'post',
    path: '/api/v1/merge-proposals/reject',
    tags,
    summary: 'Say that two customers are two: the pair is not proposed again',
    ...auth.secured('customers:write'),
    request: { body: body(z.object({ customerId: z.guid(), otherCustomerId: z.guid() })) },
    responses: {
      200: { description: 'false when that was known', content: json(z.object({ rejected: z.boolean() })) },
      ...problemResponses('not_found', 'conflict', 'invalid_input', 'validation_failed'),
    },
  }),
  export: createRoute({
    method: 'get',
    path: '/api/v1/customers/{id}/export',
    tags,
    summary: 'Everything that is kept about a customer',
    ...auth.secured('admin'),
    request: { params },
    responses: {
      200: {
        description: 'Rows by table, columns named as in the database',
        content: json(exported),
      },
      ...problemResponses(...found),
    },
  }),
  erase: createRoute({
    method: 'post',
    path: '/api/v1/customers/{id}/erase',
    tags,
    summary: 'Remove every trace of a customer',
    description: 'It cannot be undone. Opt-outs stay in force, and no sync brings the record back, by keyed hashes.',
    ...auth.secured('admin'),
    request: { params, body: body(z.object({ confirm: z.literal('erase') })) },
    responses: {
      200: {
        description: 'The proof, without personal data',
        content: json(z.object(erasureSchema.shape).openapi('Erasure')),
      },
      ...problemResponses(...found),
    },
  }),
})
