import type { Api } from '../db/generated.ts'
import type { Scope } from '../http/auth.ts'
import type { Embedders } from '../llm/embeddings/embedder.ts'
import type { Logger } from '../logger.ts'
import type { ToolApi } from '../tools/definition.ts'
import { listPrompts, readPrompt } from './prompts.ts'
import type { RpcAnswer, RpcMessage } from './protocol.ts'
import {
  CAPABILITIES,
  errorAnswer,
  HANDSHAKE_VERSIONS,
  INSTRUCTIONS,
  PREFIX,
  RpcFailure,
  revisionOf,
  rpcCodes,
  SERVER_INFO,
  STATELESS_VERSION,
  VERSIONS,
} from './protocol.ts'
import { listResourceTemplates, readResource } from './resources.ts'
import { describeTools, runTool } from './tools.ts'

export type McpApi = ToolApi & Pick<Api, 'getContextPrompt' | 'getCustomerContextText'>

export interface McpDeps {
  api: McpApi
  embedders: Embedders
  logger: Logger
}

/** Who is asking, over whatever transport. */
export interface McpCaller {
  tenantId: string
  hasScope(scope: Scope): boolean
  /** throws what the transport answers to a missing scope */
  assertScope(scope: Scope): void
  /** told of the customers that are shown */
  onRead(customerIds: readonly string[]): void
  signal: AbortSignal
}

export interface McpCall extends McpDeps {
  caller: McpCaller
  params: Record<string, unknown>
  isStateless: boolean
}

type Method = (call: McpCall) => Promise<Record<string, unknown>> | Record<string, unknown>

/** For how long lists may be kept; what they hold depends on the key. */
const LIST_TTL_MS = 300_000
const kept = (ttlMs: number, method: Method): Method => {
  return async (call) => ({ ...(await method(call)), ...(call.isStateless && { ttlMs, cacheScope: 'private' }) })
}

/** One page is all there is. */
const whole =
  (method: Method): Method =>
  (call) => {
    if (call.params.cursor !== undefined) throw new RpcFailure(rpcCodes.invalidParams, 'There is no such page.')
    return method(call)
  }
const list = (method: Method): Method => kept(LIST_TTL_MS, whole(method))

const shared: Record<string, Method> = {
  'tools/list': list(({ caller }) => ({ tools: describeTools(caller) })),
  'tools/call': runTool,
  'resources/list': list(() => ({ resources: [] })),
  'resources/templates/list': list(() => ({ resourceTemplates: listResourceTemplates() })),
  'resources/read': kept(0, readResource),
  'prompts/list': list(() => ({ prompts: listPrompts() })),
  'prompts/get': readPrompt,
}

const stateless: Record<string, Method> = {
  ...shared,
  'server/discover': kept(LIST_TTL_MS, () => ({
    supportedVersions: VERSIONS,
    capabilities: CAPABILITIES,
    instructions: INSTRUCTIONS,
  })),
}

const handshake: Record<string, Method> = {
  ...shared,
  ping: () => ({}),
  initialize: ({ params }) => ({
    protocolVersion: HANDSHAKE_VERSIONS.find((known) => known === params.protocolVersion) ?? HANDSHAKE_VERSIONS[0],
    capabilities: CAPABILITIES,
    serverInfo: SERVER_INFO,
    instructions: INSTRUCTIONS,
  }),
}

/**
 * Answers a message of either kind of revision; null for a notification, which nothing here depends on. Nothing is kept
 * between messages.
 * @throws what is no matter of the protocol: a missing scope, an aborted signal, a fault
 */
export async function handleMessage(deps: McpDeps, caller: McpCaller, message: RpcMessage): Promise<RpcAnswer | null> {
  const { id, method, params } = message
  if (id === undefined) return null
  try {
    const revision = revisionOf(message)
    const isStateless = revision !== undefined
    if (isStateless && revision !== STATELESS_VERSION) {
      const data = { supported: VERSIONS, requested: revision.slice(0, 40) }
      throw new RpcFailure(rpcCodes.unsupportedVersion, 'Unsupported protocol version', data)
    }
    const methods = isStateless ? stateless : handshake
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (!run) throw new RpcFailure(rpcCodes.methodNotFound, 'Method not found')
    const result = await run({ ...deps, caller, params, isStateless })
    const frame = isStateless && { resultType: 'complete', _meta: { [`${PREFIX}serverInfo`]: SERVER_INFO } }
    return { jsonrpc: '2.0', id, result: { ...result, ...frame } }
  } catch (error) {
    if (error instanceof RpcFailure) return errorAnswer(id, error)
    throw error
  }
}
