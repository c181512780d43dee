import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { type Account, newAccount } from '../crm/sync-fixture.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer } from '../fixtures/tenant.ts'

let admin: Sql
let account: Account
let headers: Record<string, string>
let shell: ReturnType<typeof startShell>
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  account = await newAccount()
  headers = (await newKey(database.edge, account.tenantId, { scopes: ['context:read', 'context:write'] })).headers
})
beforeEach(() => {
  shell = startShell({}, { api: account.api, clock: () => new Date() })
})
afterAll(() => account.double.stop())

const post = (body: unknown, as = headers) =>
  shell.app.request('/api/v1/customer-context/sync', {
    method: 'POST',
    headers: { ...as, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
const get = (path: string) => shell.app.request(path, { headers })
const bodyOf = async (answer: Response) => (await answer.json()) as Record<string, unknown>
const open = (customerId: string) => admin`
  select id, state from crm.sync_runs where tenant_id = ${account.tenantId} and customer_id = ${customerId} and finished_at is null`

describe('POST /api/v1/customer-context/sync', () => {
  test('reads a customer of HousecallPro anew; the address in Location tells how far it is', async () => {
    const customer = account.double.office.addCustomer({
      first_name: 'Omar',
      last_name: 'Haddad',
      mobile_number: '6175552368',
    })
    account.double.office.addJob({ customer_id: customer.id, description: 'No hot water' }, [{ name: 'Thermocouple' }])
    const answer = await post({ housecallProId: customer.id })
    expect(answer.status).toBe(202)
    const begun = await bodyOf(answer)
    expect(begun).toMatchObject({ kind: 'customer', state: 'queued', housecallProId: customer.id, progress: 0 })
    const location = answer.headers.get('Location') ?? ''
    expect(location).toBe(`/api/v1/customer-context/sync/${begun.id}`)
    expect(await bodyOf(await post({ housecallProId: customer.id }))).toMatchObject({ id: begun.id })

    await account.run(String(begun.id))
    expect(await bodyOf(await get(location))).toMatchObject({
      state: 'done',
      progress: 1,
      counts: { jobs: 1, lineItems: 1 },
    })
    const context = await get(`/api/v1/customer-context/${customer.id}?type=housecall_pro_id`)
    expect(await bodyOf(context)).toMatchObject({ name: 'Omar Haddad', upcomingAppointments: [] })
  })

  test('of a customer that HousecallPro no longer has marks them, and does not bring them up', async () => {
    const customer = account.double.office.addCustomer({ first_name: 'Ellen' })
    const first = await bodyOf(await post({ housecallProId: customer.id }))
    await account.run(String(first.id))
    account.double.office.deleteCustomer(customer.id)
    const second = await bodyOf(await post({ housecallProId: customer.id }))
    expect(await account.run(String(second.id))).toMatchObject({ state: 'done', counts: { gone: 1 } })
    const [row] = await admin`
      select deleted_at is not null as gone from crm.housecall_customers
      where tenant_id = ${account.tenantId} and housecall_pro_id = ${customer.id}`
    expect(row).toEqual({ gone: true })
  })

  test('says what is wrong: no id, no account, no scope, no such reading', async () => {
    expect((await post({})).status).toBe(422)
    expect((await post({ housecallProId: ' ' })).status).toBe(422)
    const { edge } = await testDatabase()
    const off = await newAccount({ double: account.double, flags: { CUSTOMER_CONTEXT_HCP_SYNC: false } })
    const answer = await post({ housecallProId: 'cus_1' }, (await newKey(edge, off.tenantId)).headers)
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'conflict' }])
    const reader = (await newKey(edge, account.tenantId, { scopes: ['context:read'] })).headers
    expect((await post({ housecallProId: 'cus_1' }, reader)).status).toBe(403)
    expect((await get(`/api/v1/customer-context/sync/${crypto.randomUUID()}`)).status).toBe(404)
  })
})

describe('reading the context of a customer whom HousecallPro knows', () => {
  const linked = async (synced: string | null) => {
    const phone = newNumber()
    const housecallProId = `cus_${crypto.randomUUID()}`
    const customerId = await newCustomer(admin, account.tenantId, { firstName: 'Ann', phone, housecallProId })
    await admin`
      update context.customer_context set last_hcp_sync_at = ops.now() - ${synced}::interval where customer_id = ${customerId}`
    return { customerId, read: () => get(`/api/v1/customer-context/${encodeURIComponent(phone)}?type=phone`) }
  }

  test('50 times at once begins one sync of a customer who was never read, after the answers', async () => {
    const { customerId, read } = await linked(null)
    const answers = await Promise.all(Array.from({ length: 50 }, read))
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200))
    expect(await open(customerId)).toHaveLength(0)
    await shell.close()
    const [run, ...others] = await open(customerId)
    expect(others).toEqual([])
    const jobs = await admin`select name, state from pgboss.job where data ->> 'runId' = ${run?.id}`
    expect([...jobs]).toEqual([{ name: 'sync_crm', state: 'created' }])
  })

  test.each([
    ['59 minutes', 0],
    ['61 minutes', 1],
  ])('begins a sync when what is known is stale, %s old', async (age, expected) => {
    const { customerId, read } = await linked(age)
    await read()
    await shell.close()
    expect(await open(customerId)).toHaveLength(expected)
  })

  test('begins none while polls keep everyone fresh, none for who is unknown there, and none with the flag off', async () => {
    const stale = await linked('2 hours')
    await admin`
      insert into crm.sync_runs (tenant_id, kind, state, requested_by, started_at, finished_at)
      values (${account.tenantId}, 'poll', 'done', 'test', ops.now(), ops.now())`
    const phone = newNumber()
    const unlinked = await newCustomer(admin, account.tenantId, { firstName: 'Bo', phone })
    await stale.read()
    await get(`/api/v1/customer-context/${encodeURIComponent(phone)}?type=phone`)
    await shell.close()
    expect(await open(stale.customerId)).toHaveLength(0)
    expect(await open(unlinked)).toHaveLength(0)
  })
})
