import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { createApi } from '../../src/db/generated.ts'
import { embeddersOf } from '../../src/llm/embeddings/embedders.ts'
import { localEmbedder } from '../../src/llm/embeddings/local.ts'
import { handleMessage, type McpCaller } from '../../src/mcp/handler.ts'
import type { RpcMessage } from '../../src/mcp/protocol.ts'
import { serveStdio } from '../../src/mcp/stdio.ts'
import { tools } from '../../src/tools/index.ts'
import { nativeDatabase, type OwnDatabase } from '../e2e/own-database.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { repositoryRoot } from '../fixtures/repository.ts'
import { newCustomer, newTenant } from '../fixtures/tenant.ts'
import { keptLogger } from '../jobs/queue-fixture.ts'
import { newShop, type Shop } from './mcp-fixture.ts'

/** The lines that come out for the bytes that go in. */
async function serve(
  chunks: readonly string[],
  handle: (message: RpcMessage, signal: AbortSignal) => ReturnType<typeof handleMessage>,
) {
  const lines: string[] = []
  const input = (async function* () {
    for (const chunk of chunks) yield new TextEncoder().encode(chunk)
  })()
  const { logger, lines: log } = keptLogger()
  await serveStdio({ input, write: (line) => lines.push(line), handle, logger })
  return { answers: lines.map((line) => JSON.parse(line)), lines, log }
}

describe('the protocol over lines', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await newShop()
  })

  const handle = async (message: RpcMessage, signal: AbortSignal) => {
    const { edge } = await testDatabase()
    const caller: McpCaller = {
      tenantId: shop.tenantId,
      signal,
      hasScope: () => true,
      assertScope: () => {},
      onRead: () => {},
    }
    return handleMessage(
      { api: createApi(edge), embedders: embeddersOf([localEmbedder]), logger: keptLogger().logger },
      caller,
      message,
    )
  }
  const line = (id: number, method: string, params = {}) =>
    `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`

  test('answers what comes in pieces, several in a chunk, without a last newline, and nothing else', async () => {
    const call = line(3, 'tools/call', { name: 'list_insights', arguments: { customerId: shop.customerId } })
    const all = `${line(1, 'initialize')}{"jsonrpc":"2.0","method":"notifications/initialized"}\n\n${line(2, 'ping')}${call.trim()}`
    const { answers, lines } = await serve([all.slice(0, 30), all.slice(30, 31), all.slice(31)], handle)
    expect(answers.map(({ id }) => id).toSorted()).toEqual([1, 2, 3])
    expect(answers.find(({ id }) => id === 3).result.structuredContent.insights).toHaveLength(1)
    expect(lines.every((text) => !text.includes('\n'))).toBe(true)
  })

  test('survives what is no message, and a line without an end', async () => {
    const { answers } = await serve(['{\n', '[]\n', 'x'.repeat(1024 * 1024), 'x\n', line(9, 'ping')], handle)
    expect(answers.map(({ id, error }) => error?.code ?? id)).toEqual([-32700, -32600, -32600, 9])
  })

  test('a request that is taken back is not answered, a fault is told without its words', async () => {
    const waits = (_: RpcMessage, signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const back = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
    const taken = await serve([line(1, 'tools/list'), `${JSON.stringify(back)}\n`], (message, signal) =>
      message.id === undefined ? Promise.resolve(null) : waits(message, signal),
    )
    expect(taken.answers).toEqual([])
    const broken = await serve([line(1, 'ping')], () => Promise.reject(new Error('password: hunter2')))
    expect(broken.answers[0].error).toMatchObject({ code: -32603 })
    expect(broken.lines.join()).not.toContain('hunter2')
  })
})

nativeOnly.describe('rapport mcp', () => {
  let own: OwnDatabase
  let text: string
  let customerId: string
  beforeAll(async () => {
    own = await nativeDatabase()
    const database = await own.open()
    const tenant = await newTenant(database.pool(null), { slug: 'acme' })
    customerId = await newCustomer(database.pool(null), tenant.tenantId, { firstName: 'Dana' })
    text = (await newKey(database.pool('rapport_edge'), tenant.tenantId, { scopes: ['context:read'] })).text
    await database.close()
  }, 60_000)
  afterAll(() => own.remove())

  const connect = async (args: string[], variables: Record<string, string> = {}) => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [join(repositoryRoot, 'src', 'cli.ts'), 'mcp', ...args],
      env: { PATH: process.env.PATH ?? '', ...own.variables, ...variables },
      stderr: 'ignore',
    })
    const client = new Client({ name: 'tests', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
    await client.connect(transport)
    return client
  }

  test('serves the official client with a key and its scopes, and the operator with all', async () => {
    const agent = await connect([], { RAPPORT_API_KEY: text })
    expect((await agent.listTools()).tools.map(({ name }) => name)).not.toContain('create_job')
    const answer = await agent.callTool({ name: 'get_customer_context', arguments: { customerId } })
    expect(answer.structuredContent).toMatchObject({ name: 'Dana' })
    const refused = agent.callTool({ name: 'create_job', arguments: { customerId, description: 'x' } })
    expect(String(await refused.catch((error: Error) => error.message))).toContain('jobs:write')
    await agent.close()
    const operator = await connect(['--tenant', 'acme'])
    expect((await operator.listTools()).tools).toHaveLength(tools.length)
    await operator.close()
  })
})
