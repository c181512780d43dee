import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newTalk } from '../fixtures/talk.ts'
import { type NewTenant, newCustomer, newTenant } from '../fixtures/tenant.ts'

export type Era = 'legacy' | '2026-07-28'
export type Shop = Awaited<ReturnType<typeof newShop>>

/** A tenant with Dana, who has a phone, an address, an open recommendation and something she has said. */
export async function newShop(options: NewTenant = {}) {
  const { admin } = await testDatabase()
  const tenant = await newTenant(admin, { ...options, flags: { CUSTOMER_CONTEXT_INSIGHTS: true, ...options.flags } })
  const { tenantId } = tenant
  const customerId = await newCustomer(admin, tenantId, { firstName: 'Dana', lastName: 'Whitfield' })
  const { messageIds } = await newTalk(admin, tenant, customerId, [
    'My boiler hums at night.',
    'It stands in the attic.',
    'The dog is friendly.',
  ])
  const [address] = await admin`
    insert into context.customer_addresses (tenant_id, customer_id, street, zip) values (${tenantId}, ${customerId}, '4 Elm St', '02169') returning id`
  const [insight] = await admin`
    insert into insight.customer_insights (tenant_id, customer_id, insight_type, title, description)
    values (${tenantId}, ${customerId}, 'maintenance_due', 'Service the boiler', 'It is two years ago.') returning id`
  await admin`insert into memory.memory_notes (tenant_id, customer_id, note) values (${tenantId}, ${customerId}, 'Three boilers')`
  return {
    ...tenant,
    customerId,
    messageIds,
    addressId: String(address?.id),
    insightId: String(insight?.id),
  }
}

/** An application over the test's database, and a way to ask its `POST /mcp`. */
export async function startMcp(tenantId: string, scopes?: string[]) {
  const { edge } = await testDatabase()
  const key = await newKey(edge, tenantId, scopes ? { scopes } : {})
  const shell = startShell({}, { api: createApi(edge), clock: () => new Date() })
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    shell.app.request('/mcp', {
      method: 'POST',
      headers: { ...key.headers, 'Content-Type': 'application/json', Accept: BOTH, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { shell, key, send }
}
export const BOTH = 'application/json, text/event-stream'

/** The official client, connected to the application without a socket. */
export async function connectClient(
  { shell, key }: Awaited<ReturnType<typeof startMcp>>,
  era: Era = 'legacy',
): Promise<Client> {
  const transport = new StreamableHTTPClientTransport(new URL('http://127.0.0.1/mcp'), {
    requestInit: { headers: key.headers },
    fetch: async (url, init) => shell.app.request(String(url), init),
  })
  const mode = era === 'legacy' ? 'legacy' : { pin: era }
  const client = new Client({ name: 'tests', version: '1.0.0' }, { versionNegotiation: { mode } })
  await client.connect(transport)
  return client
}

/** What a tool answered, as its schema says; an error of it fails the test. */
// biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of many shapes
export async function call(client: Client, name: string, args: Record<string, unknown>): Promise<any> {
  const answer = await client.callTool({ name, arguments: args })
  if (answer.isError) throw new Error(`${name}: ${JSON.stringify(answer.content)}`)
  return answer.structuredContent
}
