import type { Command } from 'commander'
import { newApiKey } from '../api-key.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

export function keyCommand(program: Command): void {
  const key = program.command('key').description('API keys: create, list, revoke')

  key
    .command('create <tenant> <name>')
    .description('create a key; its text is shown once')
    .option('--scopes <list>', 'comma-separated', 'context:read,customers:read')
    .option('--expires <date>', 'ISO date or time from which it is refused')
    .option('--per-minute <count>', 'how many requests it may make a minute', '600')
    .action(
      async (
        slug: string,
        name: string,
        options: { scopes: string; expires?: string; perMinute: string },
        command: Command,
      ) => {
        const { output, withDatabase } = openSession(command)
        const made = await newApiKey()
        const keyId = await withDatabase(async ({ api }) =>
          api.createApiKey({
            tenantId: (await api.getTenant({ slug })).tenantId,
            name,
            keyHash: made.hash,
            keyPrefix: made.prefix,
            rateLimitPerMinute: Number(options.perMinute),
            scopes: options.scopes.split(',').map((scope) => scope.trim()),
            ...(options.expires ? { expiresAt: new Date(options.expires) } : {}),
          }),
        )
        output.result({ keyId, key: made.text }, () => `${made.text}\n\nKeep it now: only its hash is stored.`)
      },
    )

  key
    .command('list <tenant>')
    .description('keys of a tenant, without their text')
    .action(async (slug: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const rows = await withDatabase(async ({ api }) =>
        api.listApiKeys({ tenantId: (await api.getTenant({ slug })).tenantId }),
      )
      output.result(rows, (all) => table(all, 'no keys'))
    })

  key
    .command('revoke <tenant> <keyId>')
    .description('end a key at once')
    .action(async (slug: string, keyId: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const wasActive = await withDatabase(async ({ api }) =>
        api.revokeApiKey({ tenantId: (await api.getTenant({ slug })).tenantId, keyId }),
      )
      output.result({ keyId, wasActive }, () => (wasActive ? 'revoked' : 'it was revoked before'))
    })
}
