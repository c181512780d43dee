import type { Command } from 'commander'
import { tenantSettingsChange } from '../tenant-settings.ts'
import { parseJson } from './arguments.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

export function tenantCommand(program: Command): void {
  const tenant = program.command('tenant').description('businesses: create, list, show, settings, flags, numbers')

  tenant
    .command('list')
    .description('every tenant')
    .action(async (_options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      output.result(await withDatabase(({ api }) => api.listTenants()), (rows) =>
        table(rows, 'no tenants yet: rapport tenant create, or rapport seed'),
      )
    })

  tenant
    .command('show <slug>')
    .description('settings, flags, locations and numbers of a tenant')
    .action(async (slug: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      output.result(await withDatabase(({ api }) => api.getTenant({ slug })), (found) => JSON.stringify(found, null, 2))
    })

  tenant
    .command('create <slug> <name>')
    .description('create a tenant with its first location and, if given, its number')
    .option('--industry <industry>', 'plumbing, hvac, auto or multi', 'plumbing')
    .requiredOption('--time-zone <zone>', 'IANA name, such as America/New_York')
    .option('--number <e164>', 'the number customers text and call')
    .option('--on-call <e164>', 'who is texted in an emergency')
    .action(async (slug: string, name: string, options: Record<string, string>, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const created = await withDatabase(async ({ api }) => {
        const tenantId = await api.createTenant({
          slug,
          name,
          ...(options.industry ? { industry: options.industry } : {}),
        })
        const locationId = await api.createLocation({
          tenantId,
          location: {
            slug: 'main',
            name,
            timeZone: options.timeZone ?? '',
            phone: options.number ?? null,
            onCallPhone: options.onCall ?? null,
          },
        })
        for (const channel of options.number ? ['sms', 'voice'] : [])
          await api.addChannelEndpoint({ tenantId, locationId, channel, address: options.number ?? '' })
        return { tenantId, locationId }
      })
      output.result(created, () => `created ${slug} (${created.tenantId})`)
    })

  tenant
    .command('set <slug> <json>')
    .description("lay settings over a tenant's; null removes one, e.g. '{\"conversationTimeoutHours\": 12}'")
    .action(async (slug: string, json: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const parsed = tenantSettingsChange.safeParse(parseJson(json))
      if (!parsed.success) {
        const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`)
        throw new CommandError(problems.join('\n'), exitCodes.usage)
      }
      const settings = parsed.data
      output.result(
        await withDatabase(async ({ api }) =>
          api.updateTenantSettings({ tenantId: (await api.getTenant({ slug })).tenantId, settings }),
        ),
        (all) => JSON.stringify(all, null, 2),
      )
    })

  tenant
    .command('flag <slug> <name> <on|off>')
    .description('switch a feature flag of a tenant')
    .action(async (slug: string, name: string, state: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const isEnabled = state === 'on'
      if (!isEnabled && state !== 'off') command.error('say on or off', { exitCode: 2 })
      await withDatabase(async ({ api }) =>
        api.setFeatureFlag({ tenantId: (await api.getTenant({ slug })).tenantId, name, isEnabled }),
      )
      output.result({ name, isEnabled }, () => `${name} is ${state}`)
    })
}
