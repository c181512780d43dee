import type { Command } from 'commander'
import { CrmCredentialsError, readHousecallCredentials } from '../crm/housecall/credentials.ts'
import { createVault } from '../crypto/credentials.ts'
import { rotateCredentials } from '../crypto/rotate.ts'
import type { Env } from '../env.ts'
import { parseJson } from './arguments.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

const vaultOf = (env: Env) => {
  if (env.ENCRYPTION_KEYS) return createVault(env.ENCRYPTION_KEYS)
  throw new CommandError('ENCRYPTION_KEYS is not set: id:key, the key 32 random bytes in base64', exitCodes.usage)
}

/** What cannot be used later is refused now. */
const check = (provider: string, given: unknown) => {
  try {
    if (provider === 'housecall') readHousecallCredentials(given)
  } catch (error) {
    throw error instanceof CrmCredentialsError ? new CommandError(error.message, exitCodes.usage) : error
  }
}

export function credentialsCommand(program: Command): void {
  const credentials = program.command('credentials').description("tenants' accounts with CRMs, encrypted at rest")

  credentials
    .command('set <tenant> <provider> <companyId>')
    .description('store the credentials of a CRM account (housecall, shopmonkey): a JSON object on standard input')
    .action(async (slug: string, provider: string, companyId: string, _options, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const vault = vaultOf(env)
      // Not an argument: those are in the shell's history and in the list of processes.
      const given = parseJson(await Bun.stdin.text())
      check(provider, given)
      const connectionId = await withDatabase(async ({ api }) => {
        const { tenantId } = await api.getTenant({ slug })
        const { keyId, credentials: sealed } = await vault.seal({ tenantId, provider }, given)
        return api.saveCrmConnection({ tenantId, provider, companyId, credentials: sealed, keyId })
      })
      output.result({ connectionId, keyId: vault.keyId }, () => `stored, encrypted with key ${vault.keyId}`)
    })

  credentials
    .command('list <tenant>')
    .description('CRM accounts of a tenant, without their credentials')
    .action(async (slug: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const rows = await withDatabase(async ({ api }) =>
        api.listCrmConnections({ tenantId: (await api.getTenant({ slug })).tenantId }),
      )
      output.result(rows, (all) => table(all, 'no CRM accounts'))
    })

  credentials
    .command('rotate')
    .description('encrypt everything anew with the first key of ENCRYPTION_KEYS; the old key must still be among them')
    .action(async (_options, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const vault = vaultOf(env)
      const rotation = await withDatabase(({ api }) => rotateCredentials(api, vault))
      output.result(
        { ...rotation, keyId: vault.keyId },
        ({ rotated }) => `${rotated} encrypted with key ${vault.keyId}`,
      )
      if (rotation.unopened.length === 0) return
      const list = rotation.unopened.join(', ')
      throw new CommandError(`not opened, their key is missing or they are damaged: ${list}`, exitCodes.failed)
    })
}
