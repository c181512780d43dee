import type { Command } from 'commander'
import { hashApiKey } from '../api-key.ts'
import { attribute } from '../db/attribution.ts'
import type { Api } from '../db/generated.ts'
import { hasScope } from '../http/auth.ts'
import { handleMessage, type McpCaller } from '../mcp/handler.ts'
import { RpcFailure } from '../mcp/protocol.ts'
import { serveStdio } from '../mcp/stdio.ts'
import { embeddersOf } from '../services.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { openSession } from './session.ts'

/** Outside what JSON-RPC and the specification reserve: what HTTP says with 401, 403 and 429. */
const REFUSED = -31403

export function mcpCommand(program: Command): void {
  program
    .command('mcp')
    .description('serve agents over standard input and output (Model Context Protocol)')
    .option('--tenant <slug>', 'as the operator of this tenant, with every scope')
    .option('--key <key>', 'as this API key, with its scopes; better given as RAPPORT_API_KEY')
    .action(async (options: { tenant?: string; key?: string }, command: Command) => {
      const { env, logger, withDatabase } = openSession(command)
      const key = options.tenant === undefined ? (options.key ?? env.RAPPORT_API_KEY) : undefined
      if ((options.tenant === undefined) === (key === undefined) || (options.tenant && options.key)) {
        throw new CommandError('give --tenant, or an API key as RAPPORT_API_KEY or --key', exitCodes.usage)
      }
      await withDatabase(async ({ api: plain }) => {
        const { api, run } = attribute(plain)
        const writes: Promise<unknown>[] = []
        const identify =
          key === undefined ? await operatorOf(plain, String(options.tenant)) : holderOf(plain, key, writes)
        if (key !== undefined) await identify(new AbortController().signal)
        await serveStdio({
          input: process.stdin,
          write: (line) => process.stdout.write(`${line}\n`),
          logger,
          handle: async (message, signal) => {
            const { actor, caller } = await identify(signal)
            const deps = { api, embedders: embeddersOf(env), logger }
            return run({ actor, requestId: crypto.randomUUID() }, () => handleMessage(deps, caller, message))
          },
        })
        await Promise.allSettled(writes)
      })
    })
}

type Identify = (signal: AbortSignal) => Promise<{ actor: string; caller: McpCaller }>

/** Whoever runs a command here may do everything; the audit log says that it was the command. */
async function operatorOf(api: Api, slug: string): Promise<Identify> {
  const { tenantId } = await api.getTenant({ slug })
  return async (signal) => ({
    actor: 'cli:mcp',
    caller: { tenantId, signal, hasScope: () => true, assertScope: () => {}, onRead: () => {} },
  })
}

/** The key is asked for at every message, as over HTTP: a revoked one ends at once, and its limit counts. */
function holderOf(api: Api, key: string, writes: Promise<unknown>[]): Identify {
  return async (signal) => {
    const holder = await api.resolveApiKey({ keyHash: await hashApiKey(key) })
    if (holder === null) throw new RpcFailure(REFUSED, 'A valid API key is required.')
    const { tenantId, keyId, scopes, rate } = holder
    if (rate.isExceeded) throw new RpcFailure(REFUSED, 'The API key has made too many requests.')
    const onRead = (customerIds: readonly string[]) => {
      const at = new Date().toISOString()
      const frame = { tenantId, keyId, route: 'rapport mcp', requestId: crypto.randomUUID(), at }
      if (customerIds.length === 0) return
      writes.push(api.recordAccess({ entries: customerIds.map((customerId) => ({ ...frame, customerId })) }))
    }
    return {
      actor: `key:${keyId}`,
      caller: {
        tenantId,
        signal,
        onRead,
        hasScope: (scope) => hasScope(scopes, scope),
        assertScope: (scope) => {
          if (!hasScope(scopes, scope)) throw new RpcFailure(REFUSED, `The scope ${scope} is required.`)
        },
      },
    }
  }
}
