import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly, testServer } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'
import { receive } from '../outreach/inbound.ts'
import { type FullCustomer, fullCustomer } from './full-customer.ts'

let admin: Sql
let edge: Sql
let api: Api
let tenant: TestTenant
let tenantId: string
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
  api = createApi(edge)
  tenant = await newTenant(admin)
  tenantId = tenant.tenantId
}, 60_000)

const merge = (survivorId: string, mergedId: string) =>
  api.mergeCustomers({ tenantId, survivorId, mergedId, reason: 'one person', actor: 'key' })
const undo = (mergeId: string) => api.undoMerge({ tenantId, mergeId, actor: 'key' })
/** The export's own text, as the database writes it. */
const exported = async (customerId: string): Promise<string> => {
  const [row] = await edge`select api.export_customer(${tenantId}, ${customerId})::text as text`
  return row?.text
}
const pair = async (): Promise<[FullCustomer, FullCustomer]> => {
  const shared = newNumber()
  return [await fullCustomer(admin, tenant, shared), await fullCustomer(admin, tenant, shared)]
}
const contextOf = (type: string, value: string) => api.getCustomerContext({ tenantId, type, value })

describe('a merge', () => {
  test('covers every column of every table that names a customer, and each table follows merges', async () => {
    const inCatalogue = await admin`
      select k.conrelid::regclass::text as table, a.attname as column, exists (
        select from pg_trigger as g where g.tgrelid = k.conrelid and g.tgname = '_100_follow_merge') as follows
      from pg_constraint as k
      join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname <> 'tenant_id'
      where k.contype = 'f' and k.confrelid = 'identity.customers'::regclass order by 1, 2`
    const history = ['identity.customers merged_into', 'identity.merges merged_id', 'identity.merges survivor_id']
    const named = inCatalogue.map((row) => `${row.table} ${row.column}`)
    const covered = (await admin`select table_name, column_name from identity.list_references()`).map(
      (row) => `${row.table_name} ${row.column_name}`,
    )
    expect([...covered, ...history].sort()).toEqual(named.sort())
    expect(inCatalogue.filter((row) => row.column === 'customer_id' && !row.follows).map((row) => row.table)).toEqual(
      [],
    )
    // And the other way round: no column that is called so goes without a foreign key.
    const loose = await admin`
      select c.oid::regclass::text as name from pg_attribute as a join pg_class as c on c.oid = a.attrelid
      join pg_namespace as n on n.oid = c.relnamespace
      where a.attname ~ 'customer_id$' and c.relkind = 'r' and n.nspname !~ '^pg' and not exists (
        select from pg_constraint as k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any(k.conkey)
          and k.confrelid = 'identity.customers'::regclass)`
    // The logs outlive what they are about; erasure reaches them by a function of their own.
    expect(loose.map((row) => row.name).filter((name) => !/^ops\.(audit|access)_log$/.test(name))).toEqual([])
  })

  test('leaves nothing with the merged customer but a tombstone, their profile and its sources', async () => {
    const [survivor, merged] = await pair()
    await merge(survivor.customerId, merged.customerId)
    const left: string[] = []
    for (const {
      table_name,
      column_name,
    } of await admin`select table_name, column_name from identity.list_references()`) {
      const [row] = await admin.unsafe(`select count(*)::int as n from ${table_name} where ${column_name} = $1`, [
        merged.customerId,
      ])
      if (row?.n > 0) left.push(table_name)
    }
    expect(left).toEqual(['context.customer_context', 'identity.field_sources'])
  })

  test('keeps both CRM ids and every number: each of them, and the old id, finds the survivor', async () => {
    const [survivor, merged] = await pair()
    await merge(survivor.customerId, merged.customerId)
    for (const [type, value] of [
      ['phone', merged.phone],
      ['email', merged.email],
      ['housecall_pro_id', merged.housecallProId],
      ['housecall_pro_id', survivor.housecallProId],
      ['customer_id', merged.customerId],
    ] as const) {
      expect((await contextOf(type, value))?.customerId).toBe(survivor.customerId)
    }
    const found = await api.searchCustomers({ tenantId, query: merged.email })
    expect(found.map((row) => row.customerId)).toEqual([survivor.customerId])
    expect((await api.getCustomer({ tenantId, customerId: merged.customerId })).customerId).toBe(survivor.customerId)
    expect(await api.getContextPrompt({ tenantId, customerId: merged.customerId })).toContain(
      `${merged.words[0]}street`,
    )
  })

  test("lets the survivor's profile win and fills what it lacks, with its source", async () => {
    const merged = await fullCustomer(admin, tenant)
    const survivorId = await newCustomer(admin, tenantId, { firstName: 'Ann' })
    const { mergeId } = await merge(survivorId, merged.customerId)
    const record = await api.getCustomer({ tenantId, customerId: survivorId })
    const mark = merged.words[0] as string
    expect(record).toMatchObject({
      firstName: 'Ann',
      lastName: `${mark}last`,
      leadSource: `${mark}lead`,
      tags: [`${mark}tag`],
      fieldSources: { leadSource: { source: 'crm', setBy: 'sync' } },
      merges: [{ mergeId, mergedId: merged.customerId, mergedBy: 'key', reason: 'one person' }],
    })
    expect(record.fieldSources.firstName).toBeUndefined()
    expect((await contextOf('customer_id', survivorId))?.housecallProId).toBe(merged.housecallProId)
  })

  test('answers a pending link between the two', async () => {
    const [one, two] = [await newCustomer(admin, tenantId, { phone: newNumber() }), await newCustomer(admin, tenantId)]
    const [phone] = await admin`select value from identity.customer_identities where customer_id = ${one}`
    await api.linkIdentity({ tenantId, customerId: two, type: 'phone', value: phone?.value })
    const before = [await exported(one), await exported(two)]
    const { mergeId } = await merge(one, two)
    expect((await api.listPendingLinks({ tenantId })).filter((link) => link.value === phone?.value)).toEqual([])
    await undo(mergeId)
    expect([await exported(one), await exported(two)]).toEqual(before)
  })

  test('of unknown customers, of one with themselves, or of one that was merged before is refused', async () => {
    const [a, b, c] = [
      await newCustomer(admin, tenantId),
      await newCustomer(admin, tenantId),
      await newCustomer(admin, tenantId),
    ]
    const other = await newTenant(admin)
    const theirs = await newCustomer(admin, other.tenantId)
    for (const id of [crypto.randomUUID(), theirs])
      expect(await failureOf(merge(a, id))).toMatchObject({ code: 'RP001' })
    expect(await failureOf(merge(a, a))).toMatchObject({ code: 'RP003' })
    await merge(a, b)
    expect(await failureOf(merge(c, b))).toMatchObject({ code: 'RP004' })
    expect(await failureOf(merge(b, c))).toMatchObject({ code: 'RP004' })
  })

  test('is followed by a message that comes in for the merged number', async () => {
    const [survivor, merged] = await pair()
    await merge(survivor.customerId, merged.customerId)
    const received = await receive(edge, { to: tenant.number, from: merged.phone, body: 'hello again' })
    expect(received.customerId).toBe(survivor.customerId)
  })
})

describe('undoing a merge', () => {
  test('restores both customers to the byte', async () => {
    const [survivor, merged] = await pair()
    const before = [await exported(survivor.customerId), await exported(merged.customerId)]
    const { mergeId } = await merge(survivor.customerId, merged.customerId)
    expect(await exported(merged.customerId)).toBe(await exported(survivor.customerId))
    expect(await exported(survivor.customerId)).not.toBe(before[0] as string)
    await undo(mergeId)
    expect([await exported(survivor.customerId), await exported(merged.customerId)]).toEqual(before)
    expect(await admin`select from identity.merge_rows where merge_id = ${mergeId}`).toHaveLength(0)
  })

  test('leaves with the survivor what was written to them in between, also under the old id', async () => {
    const merged = await fullCustomer(admin, tenant)
    const survivorId = await newCustomer(admin, tenantId, { firstName: 'Ann' })
    const { mergeId } = await merge(survivorId, merged.customerId)
    const { version } = await api.getCustomer({ tenantId, customerId: survivorId })
    await api.updateCustomer({
      tenantId,
      customerId: survivorId,
      changes: { lastName: 'Archer' },
      version,
      source: 'staff',
      actor: 'key',
    })
    await admin`insert into memory.memory_notes (tenant_id, customer_id, note) values (${tenantId}, ${merged.customerId}, 'in between')`
    await undo(mergeId)
    const survivor = await api.getCustomer({ tenantId, customerId: survivorId })
    expect(survivor).toMatchObject({ firstName: 'Ann', lastName: 'Archer', leadSource: null, tags: [], merges: [] })
    expect(survivor.fieldSources).toMatchObject({ lastName: { source: 'staff' } })
    const notes =
      await admin`select customer_id from memory.memory_notes where tenant_id = ${tenantId} and note = 'in between'`
    expect(notes.map((row) => row.customer_id)).toEqual([survivorId])
    expect((await api.getCustomer({ tenantId, customerId: merged.customerId })).lastName).toBe(`${merged.words[0]}last`)
  })

  nativeOnly.test('twice, or before a later merge of the survivor is undone, is refused with a hint', async () => {
    const [a, b, c, d] = [
      await newCustomer(admin, tenantId),
      await newCustomer(admin, tenantId),
      await newCustomer(admin, tenantId),
      await newCustomer(admin, tenantId),
    ]
    const first = await merge(a, b)
    const second = await merge(a, c)
    const third = await merge(d, a)
    for (const { mergeId } of [first, second])
      expect(await failureOf(undo(mergeId))).toMatchObject({
        code: 'RP004',
        hint: expect.stringContaining('later merges'),
      })
    for (const { mergeId } of [third, second, first]) await undo(mergeId)
    expect(await failureOf(undo(first.mergeId))).toMatchObject({ code: 'RP004' })
    expect(await failureOf(undo(crypto.randomUUID()))).toMatchObject({ code: 'RP001' })
  })

  test('never takes a version back', async () => {
    const [a, b] = [await newCustomer(admin, tenantId), await newCustomer(admin, tenantId, { firstName: 'Bea' })]
    const { version } = await api.getCustomer({ tenantId, customerId: a })
    const { mergeId } = await merge(a, b)
    const after = (await api.getCustomer({ tenantId, customerId: a })).version
    await undo(mergeId)
    expect(after).toBeGreaterThan(version)
    expect((await api.getCustomer({ tenantId, customerId: a })).version).toBeGreaterThan(after)
  })

  nativeOnly.test(
    'of random graphs, newest first, restores every customer to the byte',
    async () => {
      const picks = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 10 })
      await fc.assert(
        fc.asyncProperty(picks, async (steps) => {
          const shared = newNumber()
          const ids: string[] = []
          for (let n = 0; n < 3; n++)
            ids.push((await fullCustomer(admin, tenant, n % 2 ? shared : undefined)).customerId)
          ids.push(await newCustomer(admin, tenantId, { firstName: 'Plain' }))
          const before = await Promise.all(ids.map(exported))
          const done: string[] = []
          for (const [one, two, undoes] of steps) {
            if (undoes && done.length > 0) await undo(done.pop() as string)
            const live =
              await admin`select id from identity.customers where id = any(${ids}) and merged_into is null order by id`
            const [survivorId, mergedId] = [live[one % live.length]?.id, live[two % live.length]?.id]
            if (survivorId !== mergedId) done.push((await merge(survivorId, mergedId)).mergeId)
          }
          while (done.length > 0) await undo(done.pop() as string)
          expect(await Promise.all(ids.map(exported))).toEqual(before)
        }),
        { numRuns: testServer ? 25 : 1 },
      )
    },
    120_000,
  )
})

nativeOnly.describe('at the same moment', () => {
  test('many merges and undoes of three customers, with messages coming in, leave no row behind and no ring: 20 rounds', async () => {
    for (let round = 0; round < 20; round++) {
      const people = [
        await fullCustomer(admin, tenant),
        await fullCustomer(admin, tenant),
        await fullCustomer(admin, tenant),
      ]
      const ids = people.map((person) => person.customerId)
      const attempt = async (work: () => Promise<unknown>) => {
        try {
          await work()
        } catch (error) {
          // A merge of somebody who was just merged, or a deadlock that was resolved, is an answer; nothing else is.
          expect(['RP004', 'RP001', '40001', '40P01']).toContain((error as { code: string }).code)
        }
      }
      const pairs = ids.flatMap((one) => ids.filter((two) => two !== one).map((two) => [one, two] as const))
      await Promise.all([
        ...pairs.map(([one, two]) =>
          attempt(async () => {
            const { mergeId } = await merge(one, two)
            if (round % 2) await undo(mergeId)
          }),
        ),
        ...people.map((person) =>
          attempt(() => receive(edge, { to: tenant.number, from: person.phone, body: 'late' })),
        ),
        ...people.map((person) =>
          attempt(
            () =>
              admin`insert into memory.memory_notes (tenant_id, customer_id, note) values (${tenantId}, ${person.customerId}, 'late')`,
          ),
        ),
      ])
      const stray = await admin`
        select m.note from memory.memory_notes as m join identity.customers as c on c.id = m.customer_id
        where m.customer_id = any(${ids}) and c.merged_into is not null
        union all
        select m.body from memory.messages as m join identity.customers as c on c.id = m.customer_id
        where m.customer_id = any(${ids}) and c.merged_into is not null`
      expect(stray).toHaveLength(0)
      const active = await admin`
        select m.id, m.position from identity.merges as m where m.merged_id = any(${ids}) and m.undone_at is null order by position desc`
      for (const row of active) await undo(row.id)
      const live = await admin`select from identity.customers where id = any(${ids}) and merged_into is null`
      expect(live).toHaveLength(3)
    }
  }, 120_000)
})
