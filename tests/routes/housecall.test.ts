import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { rawCustomer } from '../functions/crm/housecall.ts'
import { housecallApp, newAccount, post } from './housecall-fixture.ts'

let admin: Sql
let edge: Sql
let shell: ReturnType<typeof housecallApp>
/** how often the workers were told */
let told = 0
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
  shell = housecallApp(edge, {}, { afterCrmEvent: () => (told += 1) })
}, 60_000)

const bodyOf = (companyId: string, customer = rawCustomer({ mobile_number: '(603) 555-0101' })) =>
  JSON.stringify({
    event: 'customer.updated',
    event_occurred_at: '2026-01-01T00:00:00.123Z',
    company_id: companyId,
    customer,
  })
const stored = (tenantId: string) =>
  admin`select kind, payload, phones from crm.webhook_events where tenant_id = ${tenantId} order by id`

describe('POST /webhooks/housecall', () => {
  test('stores a signed event of a company with its tenant and answers 200; repeated, it is a duplicate', async () => {
    const account = await newAccount(admin, edge)
    const body = bodyOf(account.companyId)
    told = 0
    const first = await post(shell.app, body, { secret: account.webhookSecret })
    expect([first.status, await first.json()]).toEqual([200, { outcome: 'stored' }])
    const again = await post(shell.app, body, { secret: account.webhookSecret })
    expect([again.status, await again.json()]).toEqual([200, { outcome: 'duplicate' }])
    expect([...(await stored(account.tenantId))]).toEqual([
      { kind: 'customer.updated', payload: JSON.parse(body), phones: { '(603) 555-0101': '+16035550101' } },
    ])
    expect(told).toBe(1)
  })

  test('takes the tenant from the path, by slug or id', async () => {
    const account = await newAccount(admin, edge)
    for (const name of [account.slug, account.tenantId]) {
      const answer = await post(shell.app, bodyOf('company-unheard-of'), {
        secret: account.webhookSecret,
        path: `/webhooks/housecall/${name}`,
      })
      expect(await answer.json()).toEqual({ outcome: 'stored' })
    }
    expect(await stored(account.tenantId)).toHaveLength(2)
  })

  test('of two tenants that claim a company the one whose secret signed it has the event', async () => {
    const [one, two] = [await newAccount(admin, edge), await newAccount(admin, edge)]
    await admin`update tenancy.crm_connections set company_id = ${one.companyId} where tenant_id = ${two.tenantId}`
    await admin`
      update tenancy.crm_companies set company_id = ${one.companyId} where tenant_id = ${two.tenantId}`
    await post(shell.app, bodyOf(one.companyId), { secret: two.webhookSecret })
    expect([(await stored(one.tenantId)).length, (await stored(two.tenantId)).length]).toEqual([0, 1])
  })

  test('accepts both secrets while one is being changed', async () => {
    const account = await newAccount(admin, edge, { webhookSecret: ['old one', 'new one'] })
    for (const secret of ['old one', 'new one'])
      expect((await post(shell.app, bodyOf(account.companyId), { secret })).status).toBe(200)
  })

  test('refuses what is not signed by the tenant’s own secret, too old or too new, and stores nothing', async () => {
    const [account, other] = [await newAccount(admin, edge), await newAccount(admin, edge)]
    const body = bodyOf(account.companyId)
    const refused = async (answer: Promise<Response> | Response) => {
      const { code, detail = '' } = (await (await answer).json()) as { code: string; detail?: string }
      expect([(await answer).status, code]).toEqual([403, 'invalid_signature'])
      return detail
    }
    await refused(post(shell.app, body, { secret: null }))
    await refused(post(shell.app, body, { secret: other.webhookSecret }))
    await refused(post(shell.app, body, { secret: account.webhookSecret, path: `/webhooks/housecall/${other.slug}` }))
    await refused(post(shell.app, body, { secret: account.webhookSecret, path: '/webhooks/housecall/nobody' }))
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
    const secret = account.webhookSecret
    expect(await refused(post(shell.app, body, { secret, at: ago(310) }))).toContain('too long ago')
    expect(await refused(post(shell.app, body, { secret, at: ago(-310) }))).toContain('future')
    expect((await post(shell.app, body, { secret, at: ago(200) })).status).toBe(200)
    const strict = housecallApp(edge, { HOUSECALL_WEBHOOK_TOLERANCE_SECONDS: '60' })
    await refused(post(strict.app, body, { secret, at: ago(200) }))
    expect([(await stored(account.tenantId)).length, (await stored(other.tenantId)).length]).toEqual([1, 0])
  })

  test('keeps what is signed and not JSON, not an object, or unknown, and what Postgres has no place for is left out', async () => {
    const account = await newAccount(admin, edge)
    const path = `/webhooks/housecall/${account.slug}`
    const bodies = ['{"event": "job', '[1, 2]', '{"event":"job.\\u0000renamed","note":"half \\ud800 a pair"}']
    for (const body of bodies) {
      const answer = await post(shell.app, body, { secret: account.webhookSecret, path })
      expect(await answer.json()).toEqual({ outcome: 'stored' })
    }
    expect((await stored(account.tenantId)).map(({ kind, payload }) => [kind, payload.text ?? payload.note])).toEqual([
      ['unreadable', '{"event": "job'],
      ['unreadable', '[1, 2]'],
      ['job.renamed', 'half \ufffd a pair'],
    ])
  })

  test('refuses what is no JSON by its type (415), too large (413) or nested too deep (400)', async () => {
    const { companyId, webhookSecret: secret } = await newAccount(admin, edge)
    const body = bodyOf(companyId)
    expect((await post(shell.app, body, { secret, headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    const large = bodyOf(companyId, rawCustomer({ notes: 'x'.repeat(300_000) }))
    expect((await post(shell.app, large, { secret })).status).toBe(413)
    const deep = `{"company_id":"${companyId}","a":${'['.repeat(100)}${']'.repeat(100)}}`
    expect((await post(shell.app, deep, { secret })).status).toBe(400)
  })

  test('answers 503 while the database is away', async () => {
    const account = await newAccount(admin, edge)
    const away = () => Promise.reject(Object.assign(new Error('down'), { code: 'ECONNREFUSED' }))
    const { app } = housecallApp(edge, {}, { api: { ...createApi(edge), receiveHousecallEvent: away } })
    expect((await post(app, bodyOf(account.companyId), { secret: account.webhookSecret })).status).toBe(503)
  })

  test('logs no personal data and measures its latency', async () => {
    const account = await newAccount(admin, edge)
    const customer = rawCustomer({ first_name: 'Zebulon', mobile_number: '6035550177', notes: 'gate code 4711' })
    await post(shell.app, bodyOf(account.companyId, customer), { secret: account.webhookSecret })
    const log = shell.lines.join('\n')
    expect(log).toContain(account.tenantId)
    for (const personal of ['Zebulon', '6035550177', 'gate code', account.webhookSecret])
      expect(log).not.toContain(personal)
    expect(JSON.stringify(shell.metrics.families())).toContain('housecall')
  })
})

describe('the secret of the environment', () => {
  const secret = 'secret of the environment'

  test('speaks for the tenant of a single-tenant install, whatever the company', async () => {
    const { tenantId, slug } = await newTenant(admin)
    const { app } = housecallApp(edge, { HOUSECALL_WEBHOOK_SECRET: secret, TENANT_ID: tenantId })
    expect(await (await post(app, bodyOf('company-of-env'), { secret })).json()).toEqual({ outcome: 'stored' })
    const path = `/webhooks/housecall/${slug}`
    expect(await (await post(app, bodyOf('company-of-env'), { secret, path })).json()).toEqual({ outcome: 'stored' })
    expect(await stored(tenantId)).toHaveLength(2)
  })

  test('speaks for other tenants without a secret of their own only about companies of theirs', async () => {
    const account = await newAccount(admin, edge, { webhookSecret: undefined })
    const { app } = housecallApp(edge, { HOUSECALL_WEBHOOK_SECRET: secret })
    const path = `/webhooks/housecall/${account.slug}`
    expect(await (await post(app, bodyOf(account.companyId), { secret, path })).json()).toEqual({ outcome: 'stored' })
    expect(await (await post(app, bodyOf('company-of-others'), { secret, path })).json()).toEqual({
      outcome: 'unrouted',
    })
    expect(await stored(account.tenantId)).toHaveLength(1)
  })

  test('does not sign for a tenant with a secret of its own, and an event of nobody is kept aside', async () => {
    const account = await newAccount(admin, edge)
    const { app } = housecallApp(edge, { HOUSECALL_WEBHOOK_SECRET: secret })
    expect(await (await post(app, bodyOf(account.companyId), { secret })).json()).toEqual({ outcome: 'unrouted' })
    const nobody = `company-of-nobody-${account.slug}`
    expect(await (await post(app, bodyOf(nobody), { secret })).json()).toEqual({ outcome: 'unrouted' })
    expect(await admin`select from crm.unrouted_events where address = ${nobody}`).toHaveLength(1)
    expect(await stored(account.tenantId)).toHaveLength(0)
  })

  test('absent, and no account that could sign: the answer says that the webhook is off', async () => {
    const { slug } = await newTenant(admin)
    const answer = await post(shell.app, bodyOf('company-none'), { secret, path: `/webhooks/housecall/${slug}` })
    expect(answer.status).toBe(403)
    expect((await answer.json()).detail).toContain('off')
  })
})
