import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'
import { auditRow, bringAudit, bringLeads, historyOf, jsonLines } from './backfill-shop.ts'

let admin: Sql
let api: Api
let tenantId: string
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenantId = (await newTenant(admin)).tenantId
}, 60_000)

const ownerOf = async (leadId: string): Promise<string> =>
  (await admin`select customer_id from lead.leads where tenant_id = ${tenantId} and source_id = ${leadId}`)[0]
    ?.customer_id
const said = (leadId: string, text: string, n = 1) =>
  jsonLines([auditRow(`${leadId}-${n}`, leadId, 'customer', { text })])

describe('whose history it is', () => {
  test('a lead is its customer by phone or by the id of an earlier import, else somebody new; brought again it is brought up to date', async () => {
    const phone = newNumber()
    const known = await newCustomer(admin, tenantId, { firstName: 'Ann', lastName: 'Archer', phone })
    const [imported] = await api.importCustomers({
      tenantId,
      source: 'audit',
      rows: [{ line: 1, externalId: 'C7', firstName: 'Cy', phones: [], emails: [], addresses: [] }],
    })
    const lead = {
      id: 'P1',
      channel: 'sms',
      externalId: phone,
      name: 'Ann Archer',
      stage: 'new',
      createdAt: '2025-10-01T08:00:00',
      updatedAt: '2025-10-01',
    }
    const report = await bringLeads(api, tenantId, [
      lead,
      { id: 'P2', channel: 'messenger', externalId: '12345678901', customerId: 'C7' },
      { id: 'P3', channel: 'Messenger', externalId: '99887766554' },
      { channel: 'sms', phone: newNumber() },
    ])
    expect(report).toEqual({
      counts: { created: 3, known: 0, skipped: 1 },
      lines: [{ line: 4, outcome: 'skipped', reason: 'it has no id' }],
    })
    expect([await ownerOf('P1'), await ownerOf('P2')]).toEqual([known, imported?.customerId as string])
    expect((await api.getCustomer({ tenantId, customerId: await ownerOf('P3') })).source).toBe('import')
    expect(
      (await bringLeads(api, tenantId, [{ ...lead, stage: 'booked', updatedAt: '2025-10-03' }])).counts.known,
    ).toBe(1)
    await bringLeads(api, tenantId, [{ ...lead, stage: 'stale', updatedAt: '2025-10-02' }])
    const [row] = await admin`
      select channel, network, external_id, stage, created_at from lead.leads where tenant_id = ${tenantId} and source_id = 'P1'`
    expect(row).toEqual({
      channel: 'sms',
      network: 'sms',
      external_id: phone,
      stage: 'booked',
      created_at: new Date('2025-10-01T08:00:00Z'),
    })
    const [web] =
      await admin`select channel, network, external_id from lead.leads where tenant_id = ${tenantId} and source_id = 'P3'`
    expect(web).toEqual({ channel: 'web', network: 'Messenger', external_id: '99887766554' })
  })

  test('what was said is found by search and shown in the context, where the calls of tools are not', async () => {
    await bringLeads(api, tenantId, [{ id: 'S1', channel: 'sms', externalId: newNumber(), firstName: 'Sue' }])
    const customerId = await ownerOf('S1')
    await bringAudit(
      api,
      tenantId,
      jsonLines([
        auditRow('S1-1', 'S1', 'customer', { text: 'The tankless heater hums at night' }),
        auditRow('S1-2', 'S1', 'tool', { tool: 'get_quote', result: 120 }),
      ]),
    )
    const hits = await api.searchMemory({ tenantId, query: 'humming heater', customerId, filters: {}, limit: 5 })
    expect(hits[0]).toMatchObject({ text: 'The tankless heater hums at night', role: 'customer', channel: 'sms' })
    const context = await api.getCustomerContext({ tenantId, type: 'customer_id', value: customerId })
    expect(JSON.stringify(context)).toContain('The tankless heater hums')
    expect(JSON.stringify(context)).not.toContain('get_quote')
  })

  test('a merge moves lead and history, later rows of the lead go to who they became, undoing gives back what was moved', async () => {
    await bringLeads(api, tenantId, [{ id: 'M1', channel: 'sms', externalId: newNumber(), firstName: 'Max' }])
    const merged = await ownerOf('M1')
    const survivor = await newCustomer(admin, tenantId, { firstName: 'Max', phone: newNumber() })
    await bringAudit(api, tenantId, said('M1', 'before'))
    const { mergeId } = await api.mergeCustomers({
      tenantId,
      survivorId: survivor,
      mergedId: merged,
      reason: 'one person',
      actor: 'key',
    })
    await bringAudit(api, tenantId, said('M1', 'after', 2))
    const owners = async () =>
      [
        ...(await admin`
        select m.body, m.customer_id from memory.messages as m
        where m.tenant_id = ${tenantId} and m.customer_id in (${merged}, ${survivor}) order by m.created_at`),
      ].map((row) => [row.body, row.customer_id])
    expect([await ownerOf('M1'), await owners()]).toEqual([
      survivor,
      [
        ['before', survivor],
        ['after', survivor],
      ],
    ])
    await api.undoMerge({ tenantId, mergeId, actor: 'key' })
    expect([await ownerOf('M1'), await owners()]).toEqual([
      merged,
      [
        ['before', merged],
        ['after', survivor],
      ],
    ])
  })

  test('erased with the customer; neither the leads nor the log bring them back', async () => {
    const lead = {
      id: 'E1',
      channel: 'sms',
      externalId: newNumber(),
      firstName: 'Zaphod',
      stateMetadata: { notes: 'likes zebras' },
    }
    await bringLeads(api, tenantId, [lead])
    await bringAudit(api, tenantId, said('E1', 'zebra talk'))
    await api.eraseCustomer({ tenantId, customerId: await ownerOf('E1'), actor: 'key' })
    const left = () => admin`
      select 1 from lead.leads where tenant_id = ${tenantId} and source_id = 'E1'
      union all select 1 from memory.messages where tenant_id = ${tenantId} and body = 'zebra talk'
      union all select 1 from memory.memory_notes where tenant_id = ${tenantId} and note ~ 'zebras'
      union all select 1 from intake.backfilled_messages where tenant_id = ${tenantId} and audit_id = 'E1-1'`
    expect((await left()).length).toBe(0)
    expect((await bringLeads(api, tenantId, [lead])).lines).toEqual([
      { line: 1, outcome: 'skipped', reason: 'the customer was erased' },
    ])
    expect(await bringAudit(api, tenantId, said('E1', 'zebra talk'))).toMatchObject({ imported: 0, skipped: 1 })
    expect((await left()).length).toBe(0)
  })
})

test("a lead's state metadata becomes notes of their kind, once, a machine's own state none; what a person withdrew stays withdrawn", async () => {
  const shop = (await newTenant(admin)).tenantId
  const stateMetadata = {
    gate_code: '4411#',
    preferredTime: 'mornings',
    pets: ['cat', 'two dogs'],
    hasDog: true,
    vehicle: { make: 'Honda', year: 2019, id: 7 },
    notes: 'Wife works nights',
    color: 'blue',
    stepId: 'quote',
    session_token: 'abc',
    retryCount: 3,
    lastSeenAt: '2025-01-01',
    empty: ' ',
    flag: true,
    n: 4,
    issue: 'x'.repeat(1001),
    deep: { er: { still: 'no' } },
  }
  const lead = {
    id: 'L1',
    channel: 'sms',
    externalId: newNumber(),
    updatedAt: '2025-11-03',
    createdAt: '2025-11-01',
    stateMetadata: JSON.stringify(stateMetadata),
  }
  await bringLeads(api, shop, [lead])
  const first = await bringAudit(api, shop, said('L1', 'hello'))
  expect((await historyOf(admin, shop)).notes).toEqual([
    ['note', 'Wife works nights', 'import', '2025-11-03T00:00:00+00:00', null, true],
    ['note', 'color: blue', 'import', '2025-11-03T00:00:00+00:00', null, true],
    ['access', 'gate code: 4411#', 'import', '2025-11-03T00:00:00+00:00', null, true],
    ['household', 'has dog: yes', 'import', '2025-11-03T00:00:00+00:00', null, true],
    ['household', 'pets: cat, two dogs', 'import', '2025-11-03T00:00:00+00:00', null, true],
    ['preference', 'preferred time: mornings', 'import', '2025-11-03T00:00:00+00:00', null, true],
    ['property', 'vehicle make: Honda', 'import', '2025-11-03T00:00:00+00:00', null, true],
    ['property', 'vehicle year: 2019', 'import', '2025-11-03T00:00:00+00:00', null, true],
  ])
  await admin`update memory.memory_notes set retired_at = ops.now() where tenant_id = ${shop} and note = 'color: blue'`
  expect([first.notes, (await bringAudit(api, shop, said('L1', 'again', 2))).notes]).toEqual([8, 0])
})
