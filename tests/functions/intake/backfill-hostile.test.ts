import { beforeAll, expect } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { bringAudit, bringLeads, historyOf, jsonLines, rollBack } from './backfill-shop.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
}, 60_000)

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\0',
    '\ud83d',
    "'; drop table memory.messages; --",
    '\\',
    '"',
    '﻿',
    '\r',
    '😀'.repeat(50),
    'null',
    '{}',
    ' ',
  ),
)
const value = fc.oneof(text, fc.jsonValue({ stringUnit: 'binary' }), fc.constant(undefined))
const row = fc.record(
  {
    id: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a1', 'a2', 'a3', 'a4', ' a1 ', 'ä') }, value),
    leadId: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('L1', 'L2', 'L3') }, value),
    actor: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('customer', 'USER', 'agent', 'tool', 'system') }, value),
    action: fc.oneof(fc.constantFrom('message_sent', 'message received'), value),
    payload: fc.oneof(fc.record({ text: value, message: value, content: value, body: value }), value),
    createdAt: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('2025-01-01', '2025-05-05T10:00:00Z', '2025-05-05 10:00:00.5+02') },
      value,
      fc.constantFrom('infinity', '2025-02-30', '0001-01-01', '294277-01-01', 1746439200000),
    ),
  },
  { requiredKeys: [] },
)
const line = fc.oneof({ weight: 6, arbitrary: row.map((record) => JSON.stringify(record)) }, text)
const asCsv = (records: Record<string, unknown>[]) => {
  const cell = (given: unknown) => {
    const said = given === undefined ? '' : typeof given === 'string' ? given : JSON.stringify(given)
    return `"${said.replaceAll('"', '""')}"`
  }
  const columns = ['id', 'leadId', 'actor', 'action', 'payload', 'createdAt']
  return [columns.join(','), ...records.map((record) => columns.map((name) => cell(record[name])).join(','))].join('\n')
}

nativeOnly.test(
  'whatever stands in the rows, each counts once as imported, repeated, skipped or bad, what is imported is there once, and a rollback leaves nothing',
  async () => {
    const check = async (given: string, name: string, rows: number) => {
      const { tenantId } = await newTenant(admin)
      await bringLeads(api, tenantId, [
        { id: 'L1', channel: 'sms' },
        { id: 'L2', channel: 'messenger', externalId: 'x' },
      ])
      const before = await historyOf(admin, tenantId)
      const run = await bringAudit(api, tenantId, given, name)
      expect(run.imported + run.repeated + run.skipped + run.bad).toBe(rows)
      expect(run.lines).toHaveLength(run.skipped + run.bad)
      expect((await historyOf(admin, tenantId)).messages?.length ?? 0).toBe(run.imported)
      const again = await bringAudit(api, tenantId, given, name)
      expect([again.imported, again.repeated]).toEqual([0, run.imported + run.repeated])
      await rollBack(api, tenantId, run.id, 3)
      expect(await historyOf(admin, tenantId)).toEqual(before)
    }
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const given = lines.join('\n')
        const rows = given
          .replace(/^\uFEFF/, '')
          .split('\n')
          .filter((one) => Buffer.from(one).toString().trim() !== '').length
        await check(given, 'audit.jsonl', rows)
      }),
      { numRuns: 150 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (records) => {
        await check(asCsv(records), 'audit.csv', records.length)
      }),
      { numRuns: 60 },
    )
  },
  300_000,
)

nativeOnly.test(
  'a batch that Postgres refuses for a reason of its own loses only the row that is to blame',
  async () => {
    const { tenantId } = await newTenant(admin)
    await bringLeads(api, tenantId, [{ id: 'L1', channel: 'sms' }])
    const said = ['one', 'refuse me', 'three', 'four', 'five'].map((words, n) => ({
      id: `r${n}`,
      leadId: 'L1',
      actor: 'user',
      createdAt: '2025-01-01',
      payload: { text: words },
    }))
    const name = `refuse_${tenantId.replaceAll('-', '')}`
    await admin.unsafe(`
    create function memory.${name}() returns trigger language plpgsql as $$
    begin if new.body = 'refuse me' then raise exception 'no' using errcode = '22000'; end if; return new; end $$;
    grant execute on function memory.${name}() to rapport_api;
    create trigger ${name} before insert on memory.messages for each row when (new.tenant_id = '${tenantId}')
    execute function memory.${name}()`)
    try {
      const run = await bringAudit(api, tenantId, jsonLines(said))
      const lines = [{ line: 2, outcome: 'bad', reason: 'the database refused a value (22000)' }]
      expect([run.imported, run.bad, run.lines]).toEqual([4, 1, lines as never])
    } finally {
      await admin.unsafe(`drop trigger ${name} on memory.messages; drop function memory.${name}()`)
    }
  },
)
