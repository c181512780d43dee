import type { Command } from 'commander'
import type { Api } from '../db/generated.ts'
import { ensureLocalSecrets } from '../demo/local-secrets.ts'
import { seedDemo } from '../demo/seed.ts'
import type { Env } from '../env.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { openSession } from './session.ts'

export function seedCommand(program: Command): void {
  program
    .command('seed <demo|tenant>')
    .description(
      'demo: the demo tenant and its customers; tenant: a single tenant from TENANT_ID and TWILIO_PHONE_NUMBER. Repeatable',
    )
    .action(async (what: string, _options, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      if (what !== 'demo' && what !== 'tenant') command.error("say 'demo' or 'tenant'", { exitCode: exitCodes.usage })
      const seeded = await withDatabase(async ({ api }) => {
        if (what === 'demo') return seedDemo(api, (await ensureLocalSecrets(env.DATA_DIR)).apiKey)
        const tenantId = await seedSingleTenant(api, env)
        if (!tenantId) throw new CommandError('set TENANT_ID and TWILIO_PHONE_NUMBER', exitCodes.usage)
        return { tenantId }
      })
      output.result(seeded, (all) => JSON.stringify(all, null, 2))
    })
}

/** The one tenant of a small installation, if the environment names it; what it has already stays as it is. */
export async function seedSingleTenant(api: Pick<Api, 'ensureTenant'>, env: Env): Promise<string | null> {
  if (!env.TENANT_ID || !env.TWILIO_PHONE_NUMBER) return null
  return api.ensureTenant({ tenantId: env.TENANT_ID, number: env.TWILIO_PHONE_NUMBER })
}
