import { beforeAll, describe, expect, test } from 'bun:test'
import { BOTH, connectClient, newShop, type Shop, startMcp } from './mcp-fixture.ts'

let shop: Shop
let mcp: Awaited<ReturnType<typeof startMcp>>

beforeAll(async () => {
  shop = await newShop()
  mcp = await startMcp(shop.tenantId)
})

const request = (method: string, params: Record<string, unknown> = {}) => ({ jsonrpc: '2.0', id: 1, method, params })
const REVISION = 'io.modelcontextprotocol/protocolVersion'
const modern = (method: string, params: Record<string, unknown> = {}, revision = '2026-07-28') =>
  request(method, { ...params, _meta: { [REVISION]: revision, 'io.modelcontextprotocol/clientCapabilities': {} } })
const said = (method: string, name?: string, revision = '2026-07-28') => ({
  'MCP-Protocol-Version': revision,
  'Mcp-Method': method,
  ...(name === undefined ? {} : { 'Mcp-Name': name }),
})
// biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of many shapes
const bodyOf = async (answer: Response) => (await answer.json()) as any

describe('POST /mcp', () => {
  test('wants a key', async () => {
    const answer = await mcp.send(request('ping'), { Authorization: 'Bearer rk_nobody0123456789' })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('WWW-Authenticate')).toContain('Bearer')
  })

  test('refuses a foreign origin, another content type, and a client that takes no stream', async () => {
    expect((await mcp.send(request('ping'), { Origin: 'https://evil.example' })).status).toBe(403)
    expect((await mcp.send(request('ping'), { 'Content-Type': 'text/plain' })).status).toBe(415)
    expect((await mcp.send(request('ping'), { Accept: 'application/json' })).status).toBe(406)
    expect((await mcp.send(request('ping'), { Accept: '*/*' })).status).toBe(200)
  })

  test.each(['GET', 'DELETE', 'PUT'])('has no %s', async (method) => {
    const answer = await mcp.shell.app.request('/mcp', { method, headers: { ...mcp.key.headers, Accept: BOTH } })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('Allow')).toContain('POST')
  })

  test('limits bodies like every route', async () => {
    expect((await mcp.send(`"${'x'.repeat(1024 * 1024)}"`)).status).toBe(413)
    expect((await mcp.send('['.repeat(100) + ']'.repeat(100))).status).toBe(400)
  })

  test.each([
    ['no JSON', '{', -32700],
    ['a batch', [request('ping')], -32600],
    ['another version of JSON-RPC', { ...request('ping'), jsonrpc: '1.0' }, -32600],
    ['an id that is null', { ...request('ping'), id: null }, -32600],
    ['params that are a list', { ...request('ping'), params: [] }, -32600],
  ])('answers %s with 400 and its code', async (_, body, code) => {
    const answer = await mcp.send(body)
    expect(answer.status).toBe(400)
    expect((await bodyOf(answer)).error.code).toBe(code)
  })

  test('takes notifications and responses without an answer', async () => {
    for (const body of [
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 5, result: {} },
    ]) {
      const answer = await mcp.send(body)
      expect(answer.status).toBe(202)
      expect(await answer.text()).toBe('')
    }
  })

  test.each([
    ['2025-11-25', '2025-11-25'],
    ['2025-06-18', '2025-06-18'],
    ['1999-01-01', '2025-11-25'],
  ])('agrees with a handshake for %s on %s', async (wanted, agreed) => {
    const answer = await bodyOf(await mcp.send(request('initialize', { protocolVersion: wanted })))
    expect(answer.result).toMatchObject({ protocolVersion: agreed, serverInfo: { name: 'rapport' } })
  })

  test('answers an unknown method before 2026-07-28 with 200, since then with 404', async () => {
    const before = await mcp.send(request('no/such'))
    expect([before.status, (await bodyOf(before)).error.code]).toEqual([200, -32601])
    const since = await mcp.send(modern('ping'), said('ping'))
    expect([since.status, (await bodyOf(since)).error.code]).toEqual([404, -32601])
  })

  test('refuses a revision that it does not speak, and says which it does', async () => {
    const answer = await mcp.send(modern('tools/list', {}, '1999-01-01'), said('tools/list', undefined, '1999-01-01'))
    expect(answer.status).toBe(400)
    const { error } = await bodyOf(answer)
    expect(error.code).toBe(-32022)
    expect(error.data).toEqual({ supported: ['2026-07-28', '2025-11-25', '2025-06-18'], requested: '1999-01-01' })
    expect((await mcp.send(request('ping'), { 'MCP-Protocol-Version': '1999-01-01' })).status).toBe(400)
  })

  const listCall = modern('tools/call', { name: 'list_insights', arguments: {} })
  test.each([
    ['no version', {}, listCall],
    ['another version', said('tools/call', 'list_insights', '2025-11-25'), listCall],
    ['no method', { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Name': 'list_insights' }, listCall],
    ['another method', said('tools/list', 'list_insights'), listCall],
    ['no name', said('tools/call'), listCall],
    ['another name', said('tools/call', 'search_customers'), listCall],
    ['a name that is no base64', said('tools/call', '=?base64?%?='), listCall],
    ['a version that nobody knows', said('tools/list', undefined, '1999-01-01'), request('tools/list')],
  ])('refuses headers that disagree with the body: %s', async (_, headers, body) => {
    const answer = await mcp.send(body, headers)
    expect(answer.status).toBe(400)
    expect((await bodyOf(answer)).error.code).toBe(-32020)
  })

  test.each([
    ['no revision', request('tools/list')],
    ['a revision without capabilities', request('tools/list', { _meta: { [REVISION]: '2026-07-28' } })],
  ])('refuses a message of 2026-07-28 that holds %s', async (_, body) => {
    const answer = await mcp.send(body, said('tools/list'))
    expect(answer.status).toBe(400)
    expect((await bodyOf(answer)).error.code).toBe(-32602)
  })

  test('reads a name that had to be encoded', async () => {
    const name = `=?base64?${btoa('list_insights')}?=`
    expect((await mcp.send(listCall, said('tools/call', name))).status).toBe(200)
  })

  test('marks results of 2026-07-28 as complete, and says for how long lists are good', async () => {
    const { result } = await bodyOf(await mcp.send(modern('tools/list'), said('tools/list')))
    expect(result).toMatchObject({ resultType: 'complete', cacheScope: 'private' })
    expect(result.ttlMs).toBeGreaterThan(0)
    const discovered = await bodyOf(await mcp.send(modern('server/discover'), said('server/discover')))
    expect(discovered.result.supportedVersions).toContain('2026-07-28')
    expect(discovered.result._meta['io.modelcontextprotocol/serverInfo'].name).toBe('rapport')
  })
})

describe('scopes and errors', () => {
  test('a key sees the tools that it opens, and is refused the others with 403', async () => {
    const reader = await startMcp(shop.tenantId, ['context:read'])
    const client = await connectClient(reader)
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expect(names).toContain('get_customer_context')
    expect(names).not.toContain('create_job')
    await client.close()
    const args = { customerId: shop.customerId, description: 'x' }
    const answer = await reader.send(request('tools/call', { name: 'create_job', arguments: args }))
    expect(answer.status).toBe(403)
    expect(answer.headers.get('WWW-Authenticate')).toContain('scope="jobs:write"')
  })

  test.each([
    ['unknown tool', { name: 'drop_tables', arguments: {} }],
    ['no name', {}],
  ])('%s is an error of the protocol', async (_, params) => {
    const { error } = await bodyOf(await mcp.send(request('tools/call', params)))
    expect(error.code).toBe(-32602)
  })

  test.each([
    ['arguments that do not fit', 'create_job', { description: 'x' }, 'customerId'],
    ['arguments that are unknown', 'list_insights', { customerId: crypto.randomUUID(), tenantId: 'x' }, 'tenantId'],
    ['a customer of nobody', 'list_insights', { customerId: crypto.randomUUID() }, 'not_found'],
    ['two ways to name a customer', 'get_customer_context', { phone: '2025550101', email: 'a@b.co' }, 'exactly one'],
    ['a phone that is none', 'get_customer_context', { phone: 'call me' }, 'telephone'],
  ])('%s is a result that the model can read', async (_, name, args, part) => {
    const { result } = await bodyOf(await mcp.send(request('tools/call', { name, arguments: args })))
    expect(result.isError).toBe(true)
    expect(result.content[0].text).toContain(part)
  })
})
