import { describe, expect, test } from 'bun:test'
import { testDatabase } from '../fixtures/database.ts'
import { type Contract, type ContractFunction, contractOf, readContract } from './api-contract.ts'
import { breaks, isSame } from './contract-compatibility.ts'
import { type JsonSchema, stumbles } from './schema-compatibility.ts'

describe('the functions of schema api', () => {
  test('keep every promise that an older edge counts on during a rolling upgrade', async () => {
    const now = await contractOf((await testDatabase()).admin)
    const broken = breaks(await readContract(), now)
    expect(broken, 'keep the function and give the new one a new name until the next release').toEqual([])
  }, 60_000)

  test('are all in tests/schema/api-contract.json, as they are', async () => {
    const now = await contractOf((await testDatabase()).admin)
    const written = await readContract()
    expect(Object.keys(now), 'run `bun run contract`').toEqual(Object.keys(written))
    expect(isSame(written, now), 'run `bun run contract`').toBe(true)
  }, 60_000)
})

const sample: ContractFunction = {
  arguments: [
    { name: 'p_id', type: 'uuid', required: true },
    { name: 'p_limit', type: 'int4', required: false },
  ],
  returnsSet: false,
  result: { type: 'jsonb' },
  schema: {
    type: 'object',
    properties: { state: { type: 'string', enum: ['a', 'b'] }, note: { type: 'string' } },
    required: ['state'],
  },
}
const rows: ContractFunction = {
  arguments: [],
  returnsSet: true,
  result: { columns: [{ name: 'id', type: 'uuid' }] },
}
const before: Contract = { find: sample, list: rows }
const breaksOf = (now: Contract) => breaks(before, { ...before, ...now })

describe('what breaks an older edge', () => {
  test.each<[string, Contract, string[]]>([
    [
      'an argument that is gone',
      { find: { ...sample, arguments: sample.arguments.slice(0, 1) } },
      ['api.find: argument p_limit is gone'],
    ],
    [
      'an argument of another type',
      {
        find: { ...sample, arguments: [{ name: 'p_id', type: 'text', required: true }, ...sample.arguments.slice(1)] },
      },
      ['api.find: argument p_id is text, was uuid'],
    ],
    [
      'a default that is gone',
      { find: { ...sample, arguments: sample.arguments.map((each) => ({ ...each, required: true })) } },
      ['api.find: argument p_limit lost its default'],
    ],
    [
      'a new argument without a default',
      { find: { ...sample, arguments: [...sample.arguments, { name: 'p_new', type: 'text', required: true }] } },
      ['api.find: argument p_new is new and has no default'],
    ],
    ['another type of result', { find: { ...sample, result: { type: 'text' } } }, ['api.find: returns another type']],
    ['a set instead of one', { find: { ...sample, returnsSet: true } }, ['api.find: returns a set']],
    [
      'a column that is gone or of another type',
      { list: { ...rows, result: { columns: [{ name: 'id', type: 'text' }] } } },
      ['api.list: column id is text, was uuid'],
    ],
    [
      'a result whose schema lets more through',
      { find: { ...sample, schema: { ...sample.schema, required: [] } } },
      ['api.find: result.state can be missing'],
    ],
  ])('is %s', (_, now, problems) => {
    expect(breaksOf(now)).toEqual(problems)
  })

  test('is a function that is gone', () => {
    expect(breaks(before, { find: sample })).toEqual(['api.list: is gone'])
  })

  test('is not a new function, argument with a default, column, order, or property', () => {
    const now: Contract = {
      find: {
        ...sample,
        arguments: [{ name: 'p_new', type: 'text', required: false }, ...sample.arguments.toReversed()],
        schema: { ...sample.schema, properties: { ...sample.schema?.properties, more: { type: 'number' } } },
      },
      list: {
        ...rows,
        result: {
          columns: [
            { name: 'more', type: 'text' },
            { name: 'id', type: 'uuid' },
          ],
        },
      },
      another: rows,
    }
    expect(breaksOf(now)).toEqual([])
  })
})

describe('a reader of a schema', () => {
  const text: JsonSchema = { type: 'string' }
  const nothing: JsonSchema = { type: 'null' }
  test.each<[string, JsonSchema, JsonSchema, string[]]>([
    ['anything', {}, { type: 'array', items: text }, []],
    ['a number', { type: 'number' }, { type: 'integer' }, []],
    ['an integer', { type: 'integer' }, { type: 'number' }, ['result can be number']],
    ['text, now anything', text, {}, ['result can be anything']],
    ['text, now null as well', text, { anyOf: [text, nothing] }, ['result can be null']],
    ['text or null, now text', { anyOf: [text, nothing] }, text, []],
    ['text or null, now a list', { anyOf: [text, nothing] }, { type: 'array' }, ['result can be what it could not be']],
    ['two types, now one', { type: ['string', 'null'] }, text, []],
    ['some values, now fewer', { enum: ['a', 'b'] }, { const: 'a' }, []],
    ['some values, now more', { enum: ['a', 'b'] }, { enum: ['a', 'c'] }, ['result can be "c"']],
    ['some values, now any', { enum: ['a'] }, text, ['result can be any value']],
    ['a format', { ...text, format: 'uuid' }, text, ['result has another format']],
    ['no format', text, { ...text, format: 'uuid' }, []],
    ['a list', { type: 'array', items: text }, { type: 'array', items: nothing }, ['result[] can be null']],
    ['a record', { additionalProperties: text }, { additionalProperties: nothing }, ['result.* can be null']],
    [
      'exactly these properties',
      { properties: { a: text }, additionalProperties: false },
      { properties: { a: text, b: text }, additionalProperties: false },
      ['result.b is new to a reader that allows no more'],
    ],
    [
      'a choice by a property',
      { oneOf: [{ properties: { kind: { const: 'a' } }, required: ['kind'] }] },
      {
        oneOf: [
          { properties: { kind: { const: 'a' } }, required: ['kind'] },
          { properties: { kind: { const: 'b' } }, required: ['kind'] },
        ],
      },
      ['result can be what it could not be'],
    ],
  ])('of %s', (_, was, is, problems) => {
    expect(stumbles(was, is)).toEqual(problems)
  })
})
