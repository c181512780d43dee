import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'
import { receive } from '../outreach/inbound.ts'
import { asApi } from './as-api.ts'
import { fullCustomer, tablesWith } from './full-customer.ts'

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

const erase = (customerId: string) => api.eraseCustomer({ tenantId, customerId, actor: 'key' })

describe('erasing a customer', () => {
  test('leaves no value of theirs in any column of any table, queue and history included', async () => {
    const person = await fullCustomer(admin, tenant)
    const before = await tablesWith(admin, person.words)
    // What an erasure must reach: if the fixture missed a table, this test would prove nothing about it.
    const owned = await admin`select table_name from identity.list_owned_tables()`
    expect(owned.map((row) => row.table_name).filter((name) => !before.includes(name))).toEqual([])
    expect(before).toEqual(expect.arrayContaining(['pgboss.job_common', 'crm.webhook_events', 'crm.unrouted_events']))
    await erase(person.customerId)
    expect(await tablesWith(admin, person.words)).toEqual([])
  })

  nativeOnly.test('reaches those merged into them, the merge itself and what it kept for undoing', async () => {
    const [survivor, merged] = [await fullCustomer(admin, tenant), await fullCustomer(admin, tenant)]
    await api.mergeCustomers({
      tenantId,
      survivorId: survivor.customerId,
      mergedId: merged.customerId,
      reason: `${merged.words[0]}reason`,
      actor: 'key',
    })
    await erase(merged.customerId)
    expect(await tablesWith(admin, [...survivor.words, ...merged.words])).toEqual([])
  })

  test('reaches what is known of their number without their name: codes, unnamed talk, proposals of others', async () => {
    const phone = newNumber()
    const [person, other] = [await newCustomer(admin, tenantId, { phone }), await newCustomer(admin, tenantId)]
    await api.linkIdentity({ tenantId, customerId: other, type: 'phone', value: phone })
    await admin`
      insert into memory.conversations (tenant_id, location_id, endpoint_id, channel, address, status, closed_at)
      values (${tenantId}, ${tenant.locationId}, ${tenant.endpointId}, 'sms', ${phone}, 'closed', now())`
    await admin`insert into outreach.allowed_demo_recipients (tenant_id, address) values (${tenantId}, ${phone})`
    await erase(person)
    expect(await tablesWith(admin, [phone, person])).toEqual([])
    expect((await api.getCustomer({ tenantId, customerId: other })).customerId).toBe(other)
  })

  test('returns a proof that counts rows and holds no personal data, and keeps it', async () => {
    const person = await fullCustomer(admin, tenant)
    const proof = await erase(person.customerId)
    expect(proof).toMatchObject({
      erasedBy: 'key',
      optOutsKept: 1,
      rowCounts: { 'identity.customers': 1, 'memory.messages': 2, 'pgboss.job': 2, events: 3, 'context.job_items': 1 },
    })
    const [kept] = await admin`select row_counts, erased_by from identity.erasures where id = ${proof.erasureId}`
    expect(kept).toEqual({ row_counts: proof.rowCounts, erased_by: 'key' })
  })

  test('is gone for good: RP006 afterwards, RP001 for one that never was or is of another tenant', async () => {
    const id = await newCustomer(admin, tenantId)
    await erase(id)
    for (const work of [() => erase(id), () => api.getCustomer({ tenantId, customerId: id })])
      expect(await failureOf(work())).toMatchObject({ code: 'RP006' })
    const theirs = await newCustomer(admin, (await newTenant(admin)).tenantId)
    for (const unknown of [crypto.randomUUID(), theirs])
      expect(await failureOf(erase(unknown))).toMatchObject({ code: 'RP001' })
  })

  test('leaves to others what they share: the number, its suppression, their words in the same conversation', async () => {
    const phone = newNumber()
    const [ann, bob] = [
      await newCustomer(admin, tenantId, { firstName: 'Zenobia', phone, isShared: true }),
      await newCustomer(admin, tenantId, { firstName: 'Roberto', phone, isShared: true }),
    ]
    const [said] = [
      await receive(edge, { to: tenant.number, from: phone, body: 'this is Zenobia' }),
      await receive(edge, { to: tenant.number, from: phone, body: 'qqzenobia' }),
      await receive(edge, { to: tenant.number, from: phone, body: 'this is Roberto' }),
      await receive(edge, { to: tenant.number, from: phone, body: 'qqroberto' }),
    ]
    await admin`insert into outreach.suppressions (tenant_id, channel, address, reason) values (${tenantId}, 'sms', ${phone}, 'staff')`
    expect(said?.customerId).toBe(ann)
    await erase(ann)
    expect(await tablesWith(admin, ['Zenobia', 'qqzenobia', ann])).toEqual([])
    const left =
      await admin`select body, customer_id from memory.messages where conversation_id = ${said?.conversationId ?? null} order by body`
    expect([...left]).toEqual([
      { body: 'qqroberto', customer_id: bob },
      { body: 'this is Roberto', customer_id: bob },
    ])
    expect(await admin`select from outreach.suppressions where address = ${phone}`).toHaveLength(1)
    expect((await api.getCustomerContext({ tenantId, type: 'phone', value: phone }))?.customerId).toBe(bob)
  })
})

describe('after an erasure', () => {
  test('a message from the number starts anew and still opted out, until START', async () => {
    const phone = newNumber()
    const first = await receive(edge, { to: tenant.number, from: phone, body: 'STOP' })
    await erase(first.customerId as string)
    expect(await tablesWith(admin, [phone])).toEqual([])

    const again = await receive(edge, { to: tenant.number, from: phone, body: 'hello there' })
    expect(again).toMatchObject({ isNewCustomer: true, replyQueued: false })
    expect(again.customerId).not.toBe(first.customerId)
    const context = await api.getCustomerContext({ tenantId, type: 'phone', value: phone })
    expect(context?.consent.sms).toMatchObject({ status: 'blocked', reason: 'opt_out' })
    expect(context?.lastExchanges.map((exchange) => exchange.text)).toEqual(['hello there'])

    const start = await receive(edge, { to: tenant.number, from: phone, body: 'START' })
    expect(start.consent).toBe('opt_in')
    expect((await receive(edge, { to: tenant.number, from: phone, body: 'thanks' })).replyQueued).toBe(true)
  })

  test('a number that had not opted out is answered as any new one', async () => {
    const phone = newNumber()
    const first = await receive(edge, { to: tenant.number, from: phone, body: 'hello' })
    await erase(first.customerId as string)
    expect(await receive(edge, { to: tenant.number, from: phone })).toMatchObject({
      isNewCustomer: true,
      replyQueued: true,
    })
  })

  test('no sync brings the record back: its CRM ids are refused, as identity and in a profile, in this tenant only', async () => {
    const housecallProId = `cus_${crypto.randomUUID()}`
    await erase(await newCustomer(admin, tenantId, { housecallProId }))
    const next = await newCustomer(admin, tenantId)
    expect(
      await failureOf(
        api.linkIdentity({ tenantId, customerId: next, type: 'housecall_pro_id', value: housecallProId }),
      ),
    ).toMatchObject({ code: 'RP006' })
    expect(
      await failureOf(
        asApi(
          admin,
          tenantId,
          (sql) =>
            sql`update context.customer_context set housecall_pro_id = ${housecallProId} where customer_id = ${next}`,
        ),
      ),
    ).toMatchObject({ code: 'RP006' })
    const known = await asApi(
      admin,
      tenantId,
      (sql) => sql`select identity.is_erased(${tenantId}, 'housecall_pro_id', ${housecallProId}) as erased`,
    )
    expect(known[0]?.erased).toBe(true)
    const other = (await newTenant(admin)).tenantId
    expect(await newCustomer(admin, other, { housecallProId })).toBeString()
  })

  test('the key of the hashes is out of reach of what api functions run as', async () => {
    await erase(await newCustomer(admin, tenantId))
    expect(
      await failureOf(asApi(admin, tenantId, (sql) => sql`select secret from identity.erasure_keys`)),
    ).toMatchObject({
      code: '42501',
    })
    const [row] = await admin`select length(secret) as bytes from identity.erasure_keys where tenant_id = ${tenantId}`
    expect(row?.bytes).toBe(32)
  })
})

test('HMAC-SHA256 is that of RFC 4231', async () => {
  const vectors = [
    ['0b'.repeat(20), '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      '4a656665',
      '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
    [
      'aa'.repeat(131),
      Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First').toString('hex'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ]
  for (const [key, message, mac] of vectors) {
    const [row] = await admin`
      select encode(ops.hmac_sha256(decode(${key as string}, 'hex'), decode(${message as string}, 'hex')), 'hex') as mac`
    expect(row?.mac).toBe(mac)
  }
})

nativeOnly.test(
  'messages that come in while their sender is erased land with a new customer or are erased too: 30 rounds',
  async () => {
    for (let round = 0; round < 30; round++) {
      const phone = newNumber()
      const first = await receive(edge, { to: tenant.number, from: phone, body: 'hello' })
      const results = await Promise.allSettled([
        erase(first.customerId as string),
        ...Array.from({ length: 4 }, (_, n) => receive(edge, { to: tenant.number, from: phone, body: `more ${n}` })),
      ])
      expect(results.map((result) => result.status)).toEqual(Array(5).fill('fulfilled'))
      const homeless = await admin`
      select m.body from memory.messages as m join memory.conversations as c on c.id = m.conversation_id
      where c.address = ${phone} and m.direction = 'inbound' and m.customer_id is null`
      expect(homeless).toHaveLength(0)
      expect(await tablesWith(admin, [first.customerId as string])).toEqual([])
    }
  },
  120_000,
)
