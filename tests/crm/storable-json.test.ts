import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { customerSchema } from '../../src/crm/housecall/customers.ts'
import { readLeniently } from '../../src/crm/housecall/lenient.ts'
import { parseStorableJson } from '../../src/crm/storable-json.ts'
import { testDatabase } from '../fixtures/database.ts'

test('what Postgres cannot store is taken out, names included, and everything else is left alone', () => {
  const text = String.raw`{"a\u0000b":"x\u0000y","half":"\ud83dz","pair":"\ud83d\ude00","plain":"\\u0000","list":["\udc00"],"n":1}`
  expect(parseStorableJson(text)).toEqual({
    ab: 'xy',
    half: '\uFFFDz',
    pair: '😀',
    plain: '\\u0000',
    list: ['\uFFFD'],
    n: 1,
  })
  expect(parseStorableJson('{"a":')).toBeUndefined()
  expect(parseStorableJson('')).toBeUndefined()
})

test('any JSON is as it was, once it holds nothing of the kind', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = parseStorableJson(text)
      expect(parseStorableJson(JSON.stringify(value))).toEqual(value)
    }),
  )
})

test('jsonb takes any text, and timestamptz any time, that a record comes with', async () => {
  const { admin } = await testDatabase()
  const time = fc.oneof(
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2900-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    fc.constantFrom(
      '2026-02-29T00:00:00Z',
      '2026-02-30T00:00:00Z',
      '2024-02-29T24:00:00Z',
      '2026-11-20 17:00:00 UTC',
      '2026',
    ),
    fc.constantFrom(
      '0000-00-00T00:00:00Z',
      '2026-11-20T12:00:60Z',
      '2026-11-20T12:00:00+20:00',
      '1/2/2026',
      'Nov 20, 2026',
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), time, async (notes, updated_at) => {
      const body = parseStorableJson(JSON.stringify({ id: 'cus_1', notes, updated_at }))
      const customer = readLeniently(customerSchema, body, 'customers.get', () => {})
      const [row] = await admin`
        select j ->> 'notes' as notes, (j ->> 'updated_at')::timestamptz as updated_at
        from (select ${admin.json(customer as never)}::jsonb as j) as given`
      expect(row?.notes).toBe(notes.replaceAll('\0', '').toWellFormed())
      expect(row?.updated_at?.getTime()).toBe(customer?.updated_at ? Date.parse(customer.updated_at) : undefined)
    }),
    { numRuns: 300 },
  )
})
