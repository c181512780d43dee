import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { auditRow, bringAudit, bringLeads, historyOf, jsonLines, rollBack } from './backfill-shop.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
}, 60_000)

const leads = [
  {
    id: 'L1',
    channel: 'sms',
    externalId: '(202) 555-0171',
    name: 'Ann Archer',
    stage: 'done',
    createdAt: '2025-11-01T09:00:00Z',
  },
  {
    id: 'L2',
    channel: 'messenger',
    externalId: '998877',
    firstName: 'Bob',
    stage: 'quoted',
    createdAt: '2025-11-01T12:00:00Z',
  },
]
const newShop = async (more: typeof leads = leads) => {
  const { tenantId } = await newTenant(admin)
  await bringLeads(api, tenantId, more)
  return tenantId
}
const bodies = async (tenantId: string) =>
  (await historyOf(admin, tenantId)).messages?.map(
    ([id, , , lead, direction, role, channel, body, provider, status]) => [
      id,
      lead,
      direction,
      role,
      channel,
      body,
      provider,
      status,
    ],
  )

describe('an audit log', () => {
  test('becomes messages by the priority of its texts and the roles of its actors, in one closed conversation a lead', async () => {
    const tenantId = await newShop()
    const quote = { totals: 179.1, trigger: 'agent', quote_id: 'q 1', note: 'a, b: "c"' }
    const run = await bringAudit(
      api,
      tenantId,
      jsonLines([
        auditRow('a1', 'L1', 'customer', { text: 'Need a quote', message: 'no', content: 'no', body: 'no' }),
        auditRow('a2', 'L1', 'Agent', { text: ' ', message: 'Sure', content: 'no' }),
        auditRow('a3', 'L1', 'user', { content: 'Tuesday?', body: 'no' }),
        auditRow('a4', 'L1', 'assistant', { body: 'Booked' }),
        auditRow('a5', 'L1', 'agent', { body: 'x' }, { action: 'quote_made' }),
        auditRow('a6', 'L2', 'tool', quote, { action: 'quote_created', createdAt: '2025-11-01T11:00:00' }),
        auditRow('a7', 'L2', 'system', 'Lead handed over', { action: 'handover', createdAt: '1762005600000' }),
        auditRow('a8', 'L2', 'system', { text: 'é'.repeat(3), list: 'x'.repeat(2000) }, { action: 'note' }),
        auditRow('a9', 'L2', 'system', { list: `${'x '.repeat(1200)}` }, { action: 'note' }),
      ]),
    )
    expect(run).toMatchObject({
      state: 'done',
      imported: 9,
      repeated: 0,
      skipped: 0,
      bad: 0,
      conversations: 2,
      lines: [],
    })
    const [long] = (await bodies(tenantId))?.slice(-1) ?? []
    expect([String(long?.[5]).length, String(long?.[5]).slice(0, 12)]).toEqual([1000, '{"list":"x x'])
    expect((await bodies(tenantId))?.slice(0, 8)).toEqual([
      ['a1', 'L1', 'inbound', 'customer', 'sms', 'Need a quote', 'none', 'received'],
      ['a2', 'L1', 'outbound', 'assistant', 'sms', 'Sure', 'none', 'delivered'],
      ['a3', 'L1', 'inbound', 'customer', 'sms', 'Tuesday?', 'none', 'received'],
      ['a4', 'L1', 'outbound', 'assistant', 'sms', 'Booked', 'none', 'delivered'],
      ['a5', 'L1', 'outbound', 'assistant', 'sms', '{"body":"x"}', 'none', 'delivered'],
      [
        'a6',
        'L2',
        'outbound',
        'tool',
        'web',
        '{"note":"a, b: \\"c\\"","totals":179.1,"trigger":"agent","quote_id":"q 1"}',
        'none',
        'delivered',
      ],
      ['a7', 'L2', 'outbound', 'system', 'web', 'Lead handed over', 'none', 'delivered'],
      ['a8', 'L2', 'outbound', 'system', 'web', 'ééé', 'none', 'delivered'],
    ])
    expect((await historyOf(admin, tenantId)).conversations).toEqual([
      [
        'L1',
        'closed',
        'sms',
        '+12025550171',
        '2025-11-01T09:00:00+00:00',
        '2025-11-01T10:05:00+00:00',
        '2025-11-01T10:05:00+00:00',
      ],
      // Something was said before the lead was put down as one.
      [
        'L2',
        'closed',
        'web',
        '998877',
        '2025-11-01T10:08:00+00:00',
        '2025-11-01T14:00:00+00:00',
        '2025-11-01T14:00:00+00:00',
      ],
    ])
  })

  test('starts nothing: no job but for its vectors, no delivery, nothing urgent, no open conversation, whatever it says', async () => {
    const tenantId = await newShop()
    await bringAudit(
      api,
      tenantId,
      jsonLines([
        auditRow('a1', 'L1', 'customer', {
          text: 'HELP my basement is flooding, gas leak, emergency! Please send somebody to 5 Elm Street',
        }),
        auditRow('a2', 'L1', 'customer', { text: 'Can I book for Tuesday?' }, { createdAt: new Date().toISOString() }),
      ]),
    )
    const [row] = await admin`
      select (select count(*)::int from pgboss.job where data ->> 'tenantId' = ${tenantId} and name <> 'embed_messages') as jobs,
        (select count(*)::int from outreach.deliveries where tenant_id = ${tenantId}) as deliveries,
        (select count(*)::int from lead.booking_wishes where tenant_id = ${tenantId}) as wishes,
        (select count(*)::int from memory.conversations
          where tenant_id = ${tenantId} and (urgent_at is not null or needs_person_at is not null or status = 'open')) as urgent,
        (select count(*)::int from memory.messages where tenant_id = ${tenantId}) as messages`
    expect(row).toEqual({ jobs: 0, deliveries: 0, wishes: 0, urgent: 0, messages: 2 })
  })

  test('brought again, whole or grown, adds only what is new; each run is put down with its statistics', async () => {
    const tenantId = await newShop()
    const rows = [1, 2, 3].map((n) => auditRow(`a${n}`, 'L1', 'customer', { text: `said ${n}` }))
    await bringAudit(api, tenantId, jsonLines(rows))
    const before = await historyOf(admin, tenantId)
    expect(await bringAudit(api, tenantId, jsonLines(rows))).toMatchObject({
      imported: 0,
      repeated: 3,
      conversations: 0,
    })
    expect(await historyOf(admin, tenantId)).toEqual(before)
    const grown = [
      ...rows,
      rows[0],
      auditRow('a4', 'L1', 'agent', { text: 'twice' }),
      auditRow('a4', 'L1', 'agent', { text: 'thrice' }),
    ]
    expect(await bringAudit(api, tenantId, jsonLines(grown))).toMatchObject({ imported: 1, repeated: 5 })
    expect(
      (await api.listBackfills({ tenantId }))
        .map(({ state, imported, repeated }) => [state, imported, repeated])
        .sort(),
    ).toEqual([
      ['done', 0, 3],
      ['done', 1, 5],
      ['done', 3, 0],
    ])
    const log = await admin`
      select operation, count(*)::int as entries from ops.audit_log
      where tenant_id = ${tenantId} and table_name = 'intake.backfill_runs' group by 1 order by 1`
    expect([...log]).toEqual([
      { operation: 'insert', entries: 3 },
      { operation: 'update', entries: 3 },
    ])
  })

  test('is read whole for what is to be remembered, also where it comes in behind what was read already', async () => {
    const tenantId = await newShop()
    const said = (n: number, text: string) =>
      auditRow(`a${n}`, 'L1', 'customer', { text }, { createdAt: `2025-11-01T10:${n}:00Z` })
    const read = async () => {
      const due = await api.listDueReadings({ tenantId, purpose: 'enrichment', providers: [] })
      await api.readLocally({ tenantId, purpose: 'enrichment', conversationIds: due.conversationIds })
    }
    await bringAudit(api, tenantId, jsonLines([said(30, 'thanks, that works')]))
    await read()
    await bringAudit(api, tenantId, jsonLines([said(10, 'the gate code is 4417')]))
    await read()
    const notes = await admin`select slot, value from memory.memory_notes where tenant_id = ${tenantId}`
    expect([...notes]).toEqual([{ slot: 'gate_code', value: '4417' }])
  })

  test('says of each row that it leaves out its line and why', async () => {
    const tenantId = await newShop()
    const good = (n: number) => jsonLines([auditRow(`a${n}`, 'L1', 'customer', { text: `said ${n}` })])
    const one = (id: string, more: Record<string, unknown>) =>
      jsonLines([auditRow(id, 'L1', 'customer', { text: 'x' }, more)])
    const run = await bringAudit(
      api,
      tenantId,
      [
        good(1),
        '{"id": "a2", \n',
        '\n',
        '[1]\n',
        `{"id":"${'x'.repeat(1024 * 1024)}"}\n`,
        one('', {}),
        one('a7', { actor: 'ghost' }),
        one('a8', { createdAt: 'now' }),
        one('a9', { createdAt: '2025-13-01T00:00:00Z' }),
        one('a10', { createdAt: '2099-01-01' }),
        one('a11', { leadId: 'nobody' }),
        one('a12', { leadId: null }),
        one('a13', { payload: null }),
        one('a14', { payload: { text: ' ' } }),
        one('a15', { payload: { text: 'y'.repeat(65_537) } }),
        one('a'.repeat(201), {}),
        `{"id":"a17","leadId":"L1","actor":"user","createdAt":"2025-11-01","payload":{"text":"nul \\u0000 half \\ud83d"}}`,
      ].join(''),
    )
    expect(run).toMatchObject({ imported: 2, repeated: 0, skipped: 3, bad: 11 })
    expect(run.lines.map(({ line, outcome, reason }) => [line, outcome, reason])).toEqual([
      [2, 'bad', 'it is not a JSON object'],
      [4, 'bad', 'it is not a JSON object'],
      [5, 'bad', 'it is longer than 1 MiB'],
      [6, 'bad', 'it has no id'],
      [7, 'bad', 'its actor is none of customer, user, agent, assistant, staff, system, tool'],
      [8, 'bad', 'it has no time, or one that cannot be'],
      [9, 'bad', 'it has no time, or one that cannot be'],
      [10, 'bad', 'it has no time, or one that cannot be'],
      [11, 'skipped', 'its lead is not known: rapport import leads'],
      [12, 'bad', 'it names no lead'],
      [13, 'skipped', 'it says nothing'],
      [14, 'skipped', 'it says nothing'],
      [15, 'bad', 'its text is longer than 65,536 characters'],
      [16, 'bad', 'its id is longer than 200 characters'],
    ])
    expect((await bodies(tenantId))?.map((row) => row[5]).sort()).toEqual(['nul  half \uFFFD', 'said 1'])
  })

  test('may be CSV, its payload JSON or words or columns of their own, its problems in the order of its lines', async () => {
    const tenantId = await newShop()
    const csv = [
      'ID,Lead ID,Actor,Action,Payload,Created At',
      'a1,L1,customer,message_received,"{""text"":\n ""Hi, a leak""}",2025-11-01 10:00:00',
      'a2,L1,agent,message_sent,"{""body"": ""Coming""}",2025-11-01T10:01:00+01:00',
      'a3,L1,agent,x',
      'a4,L1,customer,message_received,Thanks!,2025-11-01T10:03:00.123Z',
    ].join('\n')
    const run = await bringAudit(api, tenantId, csv, 'audit.csv')
    expect([run.imported, run.bad, run.lines]).toEqual([
      3,
      1,
      [{ line: 5, outcome: 'bad', reason: 'it does not have the columns of the header' }],
    ])
    const flat = 'id,lead_id,actor,action,text,body,timestamp\nb1,L2,user,message_received,,See you,2025-11-02\n'
    expect(await bringAudit(api, tenantId, flat, 'flat.csv')).toMatchObject({ imported: 1 })
    expect((await bodies(tenantId))?.map((row) => row[5])).toEqual(['Hi, a leak', 'Coming', 'Thanks!', 'See you'])
    const unclosed = `id,leadId,actor,action,payload,createdAt\nc1,L1,user,x,hi,2025-11-01\nc2,L1,user,x,"${'x\n'.repeat(600_000)}`
    expect(await failureOf(bringAudit(api, tenantId, unclosed, 'open.csv'))).toMatchObject({
      message: expect.stringContaining('a quote is not closed'),
    })
  })
})

describe('a rollback', () => {
  test('takes back what its run brought and nothing else, in steps, and the same file can be brought in anew', async () => {
    const tenantId = await newShop([{ ...leads[0], stateMetadata: { gateCode: '4411' } } as never, leads[1] as never])
    const row = (n: number, lead: string, minute: number) =>
      auditRow(`a${n}`, lead, 'customer', { text: `said ${n}` }, { createdAt: `2025-11-01T10:${minute}:00Z` })
    await bringAudit(api, tenantId, jsonLines([row(1, 'L1', 20), row(2, 'L1', 30)]))
    const before = await historyOf(admin, tenantId)
    const later = [row(3, 'L1', 10), row(4, 'L1', 50), row(5, 'L2', 40), row(6, 'L2', 41)]
    await bringLeads(api, tenantId, [
      { ...leads[0], stateMetadata: { gateCode: '5522', pets: 'two dogs' }, updatedAt: '2025-11-05' },
    ])
    const second = await bringAudit(api, tenantId, jsonLines(later))
    const after = await historyOf(admin, tenantId)
    expect(after.notes?.map(([kind, note, , , , isLast]) => [kind, note, isLast])).toEqual([
      ['access', 'gate code: 4411', false],
      ['access', 'gate code: 5522', true],
      ['household', 'pets: two dogs', true],
    ])
    expect(await rollBack(api, tenantId, second.id, 1)).toMatchObject({
      state: 'rolled_back',
      removed: 4,
      rolledBackBy: 'test',
    })
    expect(await historyOf(admin, tenantId)).toEqual(before)
    expect(await failureOf(api.backfillAuditRows({ tenantId, backfillId: second.id, rows: [] }))).toMatchObject({
      code: 'RP004',
    })
    expect(await bringAudit(api, tenantId, jsonLines(later))).toMatchObject({ imported: 4, conversations: 1, notes: 2 })
    expect(await historyOf(admin, tenantId)).toEqual(after)
    expect(await failureOf(api.rollBackBackfill({ tenantId, backfillId: tenantId, actor: 'test' }))).toMatchObject({
      code: 'RP001',
    })
  })
})
