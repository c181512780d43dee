import { beforeAll, describe, expect, test } from 'bun:test'
import { attribute } from '../../../src/db/attribution.ts'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { takeInAll } from '../../fixtures/inbox.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'
import { asApi } from '../identity/as-api.ts'
import { receive, smsOf } from '../outreach/inbound.ts'

let admin: Sql
let edge: Sql
let api: Api
let tenant: TestTenant
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
  api = createApi(edge)
  tenant = await newTenant(admin)
})

const changesOf = (customerId: string) => api.listChanges({ tenantId: tenant.tenantId, customerId })
const inTenant = (statement: string) => asApi(admin, tenant.tenantId, (sql) => sql.unsafe(statement))

describe('the audit log', () => {
  test('puts an edit down with the columns that changed, from what to what, and no other', async () => {
    const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ada', lastName: 'Byron' })
    await inTenant(`update identity.customers set last_name = 'Lovelace', summary = 'x' where id = '${customerId}'`)
    const [change] = await changesOf(customerId)
    expect(change).toMatchObject({
      tableName: 'identity.customers',
      operation: 'update',
      rowCount: 1,
      rowKey: { id: customerId },
      details: { before: { last_name: 'Byron', summary: null }, after: { last_name: 'Lovelace', summary: 'x' } },
    })
  })

  test('has no row for an update that changes nothing, or only what the database keeps itself', async () => {
    const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ada' })
    const before = (await changesOf(customerId)).length
    await inTenant(`update identity.customers set first_name = 'Ada', updated_at = now() where id = '${customerId}'`)
    expect(await changesOf(customerId)).toHaveLength(before)
  })

  test('keeps what a deleted row held, and of a new row only that it came', async () => {
    const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ada' })
    await inTenant(
      `insert into context.equipment (tenant_id, customer_id, kind, make) values ('${tenant.tenantId}', '${customerId}', 'furnace', 'Trane')`,
    )
    await inTenant(`delete from context.equipment where customer_id = '${customerId}'`)
    const [gone, made] = await changesOf(customerId)
    expect(gone).toMatchObject({ operation: 'delete', details: { before: { kind: 'furnace', make: 'Trane' } } })
    expect(made).toMatchObject({ operation: 'insert', tableName: 'context.equipment', details: null })
    expect(made?.rowKey).toEqual(gone?.rowKey as never)
  })

  test('says for both halves of a row whose key changed', async () => {
    const [from, to] = [await newCustomer(admin, tenant.tenantId), await newCustomer(admin, tenant.tenantId)]
    await inTenant(`delete from context.customer_context where customer_id = '${to}'`)
    await inTenant(`update context.customer_context set customer_id = '${to}' where customer_id = '${from}'`)
    expect(await changesOf(from)).toContainEqual(
      expect.objectContaining({
        tableName: 'context.customer_context',
        operation: 'update',
        rowKey: { customer_id: from },
      }),
    )
    expect((await changesOf(to))[0]).toMatchObject({ operation: 'update', rowKey: { customer_id: to } })
  })

  test('is one row for a message that came in, with the customer and without its words', async () => {
    const phone = newNumber()
    const customerId = await newCustomer(admin, tenant.tenantId, { phone })
    await receive(edge, { from: phone, to: tenant.number, body: 'xyzzy plugh' })
    const messages = (await changesOf(customerId)).filter(({ tableName }) => tableName === 'memory.messages')
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ operation: 'insert', rowCount: 1, rowKey: null, details: null })
    const everything = await api.listChanges({ tenantId: tenant.tenantId, limit: 10_000 })
    expect(JSON.stringify(everything)).not.toContain('xyzzy')
    expect(everything.some(({ tableName }) => tableName === 'crm.webhook_events')).toBe(true)
  })

  test('is one row for a statement that brings in many, and one for each of a few', async () => {
    const own = await newTenant(admin)
    const add = (count: number) =>
      asApi(admin, own.tenantId, (sql) =>
        sql.unsafe(
          `insert into identity.customers (tenant_id, first_name) select '${own.tenantId}', 'n' || n from generate_series(1, ${count}) as n`,
        ),
      )
    await add(50)
    await add(51)
    const rows = await api.listChanges({ tenantId: own.tenantId, limit: 1000 })
    expect(rows.filter(({ rowCount }) => rowCount === 1)).toHaveLength(50)
    expect(rows.filter(({ rowCount }) => rowCount === 51)).toHaveLength(1)
  })

  test('does not follow a message on its way out, but does notice when its words change', async () => {
    const customerId = await newCustomer(admin, tenant.tenantId, { phone: newNumber() })
    const from = newNumber()
    await receive(edge, { from, to: tenant.number, body: 'hello' })
    const count = async () =>
      (await api.listChanges({ tenantId: tenant.tenantId, limit: 10_000 })).filter(
        ({ tableName, operation }) => tableName === 'memory.messages' && operation === 'update',
      ).length
    await inTenant(`update memory.messages set num_segments = 3 where customer_id is not null`)
    expect(await count()).toBe(0)
    await inTenant(`update memory.messages set body = 'forged'`)
    expect(await count()).toBe(1)
    expect(customerId).toBeString()
  })

  test('holds no hash and no vector, whatever happens to the rows that do', async () => {
    const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ada' })
    await inTenant(`insert into identity.verifications (tenant_id, customer_id, type, value, code_hash, expires_at)
      values ('${tenant.tenantId}', '${customerId}', 'email', 'a@example.com', 'thehashofacode', now() + interval '1 hour')`)
    await inTenant(`delete from identity.verifications where customer_id = '${customerId}'`)
    expect(JSON.stringify(await changesOf(customerId))).not.toMatch(/thehashofacode|code_hash/)
  })

  test('is one tenant’s own', async () => {
    const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ada' })
    const other = await newTenant(admin)
    expect(await api.listChanges({ tenantId: other.tenantId, customerId })).toEqual([])
    expect(await changesOf(customerId)).not.toEqual([])
  })

  test('goes after 400 days, in batches', async () => {
    const own = await newTenant(admin)
    const add = (days: number) => admin`
      insert into ops.audit_log (tenant_id, at, actor, table_name, operation, row_count)
      values (${own.tenantId}, ops.now() - make_interval(days => ${days}), 'login:x', 'x', 'insert', 1)`
    await Promise.all([add(399), add(401), add(402)])
    await admin`
      insert into ops.access_log (tenant_id, at, key_id, route)
      values (${own.tenantId}, ops.now() - interval '401 days', gen_random_uuid(), 'x')`
    expect(await api.prune({ limit: 1 })).toMatchObject({ auditLog: 1 })
    await api.prune({})
    expect(await api.listChanges({ tenantId: own.tenantId })).toHaveLength(1)
    expect(await api.listReads({ tenantId: own.tenantId })).toEqual([])
  })
})

describe('whom a change is put down to', () => {
  test('is who the call says it is for, in every shape of result, and only for that call', async () => {
    const { api: attributed, run } = attribute(api)
    const customerId = await newCustomer(admin, tenant.tenantId, { phone: newNumber() })
    const insightOf = async () => {
      const [row] = await admin<{ id: string }[]>`
        insert into insight.customer_insights (tenant_id, customer_id, insight_type, title, description)
        values (${tenant.tenantId}, ${customerId}, 'other', 't', 'd') returning id`
      return row?.id ?? ''
    }
    const close = async (with_: Api) =>
      with_.updateInsight({
        tenantId: tenant.tenantId,
        insightId: await insightOf(),
        status: 'actioned',
        actionedBy: 'x',
      })
    await run({ actor: 'key:k1', requestId: 'request-1' }, () => close(attributed))
    expect((await changesOf(customerId))[0]).toMatchObject({
      actor: 'key:k1',
      requestId: 'request-1',
      operation: 'update',
    })
    await close(attributed)
    expect((await changesOf(customerId))[0]).toMatchObject({ actor: expect.stringMatching(/^login:/), requestId: null })

    // Functions that return rows, one row, values: an empty result stays empty.
    const inside = <T>(work: () => Promise<T>) => run({ actor: 'key:k1', requestId: 'r' }, work)
    expect(await inside(() => attributed.listChanges({ tenantId: crypto.randomUUID() }))).toEqual([])
    expect(await inside(() => attributed.listTenants({}))).toContainEqual(
      expect.objectContaining({ tenantId: tenant.tenantId }),
    )
    expect(
      await inside(() => attributed.getCustomerContext({ tenantId: tenant.tenantId, type: 'phone', value: '+12' })),
    ).toBeNull()
  })

  test('is at most what the columns hold, and an empty name is the login', async () => {
    const { api: attributed, run } = attribute(api)
    const flagged = await newTenant(admin)
    const send = (actor: string) =>
      run({ actor, requestId: 'r'.repeat(300) }, () =>
        attributed.receiveSms({ message: smsOf({ to: flagged.number }) }),
      )
    await send('x'.repeat(300))
    await send('')
    await takeInAll(flagged.tenantId)
    const actors = new Set((await api.listChanges({ tenantId: flagged.tenantId })).map(({ actor }) => actor))
    expect([...actors]).toContainEqual('x'.repeat(200))
    expect([...actors].some((actor) => actor?.startsWith('login:'))).toBe(true)
  })
})

test('what a message changes is put down to the webhook that brought it, whoever takes it in', async () => {
  const { api: attributed, run } = attribute(api)
  const own = await newTenant(admin)
  const sms = smsOf({ to: own.number })
  await run({ actor: 'webhook:twilio', requestId: 'request-7' }, () => attributed.receiveSms({ message: sms }))
  await run({ actor: 'job:inbox', requestId: 'job-1' }, () =>
    attributed.processInbox({ tenantId: own.tenantId, channel: 'sms', address: sms.from }),
  )
  const changes = await api.listChanges({ tenantId: own.tenantId })
  expect(new Set(changes.map(({ tableName }) => tableName))).toContain('memory.messages')
  for (const change of changes) expect(change).toMatchObject({ actor: 'webhook:twilio', requestId: 'request-7' })
})

test('erasure takes names, values and the customer out of the log and leaves that something happened', async () => {
  const phone = newNumber()
  const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Quillon', phone })
  await inTenant(`update identity.customers set last_name = 'Brathwaite' where id = '${customerId}'`)
  await api.recordAccess({
    entries: [
      {
        tenantId: tenant.tenantId,
        keyId: crypto.randomUUID(),
        customerId,
        route: '/x',
        requestId: 'r',
        at: new Date().toISOString(),
      },
    ],
  })
  expect(await api.listReads({ tenantId: tenant.tenantId, customerId })).toHaveLength(1)
  const before = (await api.listChanges({ tenantId: tenant.tenantId, limit: 10_000 })).length
  await api.eraseCustomer({ tenantId: tenant.tenantId, customerId, actor: crypto.randomUUID() })
  const [row] = await admin`
    select count(*)::integer as n, string_agg(l::text, ' ') as text from ops.audit_log as l where tenant_id = ${tenant.tenantId}`
  expect(row?.n).toBeGreaterThan(before)
  for (const trace of ['Quillon', 'Brathwaite', phone, customerId]) expect(row?.text).not.toContain(trace)
  expect(await api.listReads({ tenantId: tenant.tenantId, customerId })).toEqual([])
})

test('the time of a change is the product’s clock', async () => {
  await setClock(admin, '2027-02-03T04:05:06Z')
  try {
    const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ada' })
    expect((await changesOf(customerId))[0]?.changedAt).toEqual(new Date('2027-02-03T04:05:06Z'))
  } finally {
    await resetClock(admin)
  }
})
