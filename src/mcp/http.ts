import {
  HANDSHAKE_VERSIONS,
  type RpcAnswer,
  RpcFailure,
  type RpcMessage,
  revisionOf,
  rpcCodes,
  STATELESS_VERSION,
} from './protocol.ts'

/** Whether an Accept header takes both kinds of answer that the transport has, as every client must. */
export function isAccepted(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map((range) => range.split(';')[0]?.trim().toLowerCase())
  const takes = (...names: string[]) => names.some((name) => ranges.includes(name))
  return takes('*/*') || (takes('application/json', 'application/*') && takes('text/event-stream', 'text/*'))
}

const NAMED: Record<string, 'name' | 'uri'> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' }

/**
 * Compares the headers, which whoever is in between goes by, with the message (2026-07-28, Streamable HTTP, "Server
 * Validation"); before that revision there is only the version to look at.
 * @throws RpcFailure
 */
export function checkHeaders(message: RpcMessage, header: (name: string) => string | undefined): void {
  const version = header('MCP-Protocol-Version')
  const revision = revisionOf(message)
  if (revision === undefined) {
    const isHandshake = version === undefined || HANDSHAKE_VERSIONS.includes(version) || message.method === 'initialize'
    if (isHandshake || (version === STATELESS_VERSION && message.id === undefined)) return
    if (version === STATELESS_VERSION) throw new RpcFailure(rpcCodes.invalidParams, '_meta does not name the revision')
    throw mismatch('MCP-Protocol-Version names a revision that the message does not speak')
  }
  if (version !== revision) throw mismatch('MCP-Protocol-Version is not what the message says')
  // Notifications carry no further headers.
  if (message.id === undefined) return
  if (header('Mcp-Method') !== message.method) throw mismatch('Mcp-Method is not what the message says')
  const source = NAMED[message.method]
  if (source && decode(header('Mcp-Name')) !== message.params[source]) {
    throw mismatch('Mcp-Name is not what the message says')
  }
}

const mismatch = (what: string) => new RpcFailure(rpcCodes.headerMismatch, `Header mismatch: ${what}`)

/** What is no plain ASCII travels as `=?base64?…?=`. */
function decode(value: string | undefined): string | undefined {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(value ?? '')?.[1]
  if (encoded === undefined) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)))
  } catch {
    return undefined
  }
}

/** The HTTP status of an answer: since 2026-07-28 an unknown method is 404, a revision that is not spoken 400. */
export function statusOf(message: RpcMessage, answer: RpcAnswer): 200 | 400 | 404 {
  if (!('error' in answer)) return 200
  if (answer.error.code === rpcCodes.unsupportedVersion) return 400
  return answer.error.code === rpcCodes.methodNotFound && revisionOf(message) !== undefined ? 404 : 200
}
