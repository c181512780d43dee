import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { lookUpFirst } from '../../src/crm/sync/look-up-first.ts'
import type { Sql } from '../../src/db/connect.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { keptLogger } from '../jobs/queue-fixture.ts'
import { answer, replies, text } from '../jobs/reply-fixture.ts'
import { type Account, newAccount } from './sync-fixture.ts'

let admin: Sql
let account: Account
beforeAll(async () => {
  admin = (await testDatabase()).admin
  account = await newAccount()
})
afterAll(() => account.double.stop())
beforeEach(() => {
  account.double.requests.length = 0
})

/** Nobody's number, as HousecallPro keeps it and as messages come from it. */
const number = () => {
  const e164 = newNumber()
  return { e164, national: e164.slice(2) }
}
const lookUp = (conversationId: string, patience = new AbortController().signal) =>
  lookUpFirst(account)(
    { tenantId: account.tenantId, conversationId },
    { signal: patience, logger: keptLogger().logger },
  )
const runsOf = (conversationId: string) => admin`
  select r.kind, r.state, r.outcome from crm.sync_runs as r
  join memory.conversations as c on c.tenant_id = r.tenant_id and c.customer_id = r.customer_id
  where c.id = ${conversationId} order by r.created_at`
const linkOf = async (conversationId: string) => {
  const [row] = await admin`
    select i.value from identity.customer_identities as i
    join memory.conversations as c on c.tenant_id = i.tenant_id and c.customer_id = i.customer_id
    where c.id = ${conversationId} and i.type = 'housecall_pro_id'`
  return row?.value
}

describe('the first message of a number that is linked to nobody', () => {
  test('is linked to the one customer of HousecallPro who has it, with their jobs, before it is answered', async () => {
    const { e164, national } = number()
    const customer = account.double.office.addCustomer({
      first_name: 'Nora',
      last_name: 'Walsh',
      mobile_number: national,
    })
    account.double.office.addJob({ customer_id: customer.id, description: 'Clogged drain' })
    const { conversationId } = await text(account, e164, 'Hi, it is leaking again')
    await lookUp(conversationId)
    expect(await linkOf(conversationId)).toBe(customer.id)
    expect([...(await runsOf(conversationId))]).toEqual([{ kind: 'lookup', state: 'done', outcome: 'linked' }])
    const context = await account.api.getCustomerContext({ tenantId: account.tenantId, type: 'phone', value: e164 })
    expect(context).toMatchObject({ name: 'Nora Walsh', housecallProId: customer.id })
    expect(account.double.requests.map(({ target }) => new URL(target, 'http://x').searchParams.get('q'))).toContain(
      national,
    )
  })

  test('is linked to nobody when two customers have it', async () => {
    const { e164, national } = number()
    account.double.office.addCustomer({ first_name: 'Ann', mobile_number: national })
    account.double.office.addCustomer({ first_name: 'Bob', mobile_number: national })
    const { conversationId } = await text(account, e164, 'Hello')
    await lookUp(conversationId)
    expect(await linkOf(conversationId)).toBeUndefined()
    expect([...(await runsOf(conversationId))]).toEqual([{ kind: 'lookup', state: 'done', outcome: 'ambiguous' }])
  })

  test('is linked to nobody when the number only stands somewhere in their record', async () => {
    const { e164, national } = number()
    account.double.office.addCustomer({ first_name: 'Ann', mobile_number: number().national, last_name: national })
    const { conversationId } = await text(account, e164, 'Hello')
    await lookUp(conversationId)
    expect(await linkOf(conversationId)).toBeUndefined()
    expect([...(await runsOf(conversationId))]).toEqual([{ kind: 'lookup', state: 'done', outcome: 'not_found' }])
  })

  test('is asked about once, however many messages follow, and again after a day', async () => {
    const { e164 } = number()
    const { conversationId } = await text(account, e164, 'Hello')
    for (let n = 0; n < 3; n += 1) await lookUp(conversationId)
    expect(account.double.requests).toHaveLength(1)
    await admin`update crm.sync_runs set finished_at = finished_at - interval '25 hours' where tenant_id = ${account.tenantId}`
    await lookUp(conversationId)
    expect(account.double.requests).toHaveLength(2)
  })

  test('is not asked about without an account, nor with the flag off', async () => {
    const off = await newAccount({ double: account.double, flags: { CUSTOMER_CONTEXT_HCP_SYNC: false } })
    const { conversationId } = await text(off, number().e164, 'Hello')
    expect(await off.api.prepareCrmLookup({ tenantId: off.tenantId, conversationId })).toBeNull()
  })
})

describe('when HousecallPro is slow', () => {
  test('the first reply does not wait for it, and the second one knows', async () => {
    const { e164, national } = number()
    const customer = account.double.office.addCustomer({
      first_name: 'Grace',
      last_name: 'Okafor',
      mobile_number: national,
    })
    const { conversationId } = await text(account, e164, 'What is my name?')
    account.double.next({ path: /^\/customers\?/, hang: true })
    const patience = new AbortController()
    const waiting = lookUp(conversationId, patience.signal)
    await Bun.sleep(0)
    while (account.double.requests.length === 0) await Bun.sleep(5)
    patience.abort()
    await waiting
    expect(await linkOf(conversationId)).toBeUndefined()
    await answer(account)
    const [run] = await admin`
      select r.id, j.name as queue from crm.sync_runs as r
      left join pgboss.job as j on j.data ->> 'runId' = r.id::text and j.state = 'created' and j.start_after <= ops.now()
      where r.tenant_id = ${account.tenantId} and r.state = 'queued'`
    expect(run).toMatchObject({ queue: 'sync_crm' })
    expect(await account.run(run?.id)).toMatchObject({ state: 'done', outcome: 'linked' })
    expect(await linkOf(conversationId)).toBe(customer.id)
    expect((await replies(admin, account.tenantId)).length).toBeGreaterThan(0)
  })

  test('a failure of it keeps no reply from being written', async () => {
    const { conversationId } = await text(account, number().e164, 'Hello')
    const { logger, lines } = keptLogger()
    const broken = {
      ...account,
      crm: { housecall: () => Promise.reject(new Error('the credentials cannot be opened')) },
    }
    const context = { signal: new AbortController().signal, logger }
    await lookUpFirst(broken)({ tenantId: account.tenantId, conversationId }, context)
    expect(lines.some((line) => line.includes('crm_lookup_failed'))).toBe(true)
  })
})
