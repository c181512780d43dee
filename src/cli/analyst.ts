import type { Command } from 'commander'
import type { Database } from '../db/connect.ts'
import { createApi } from '../db/generated.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

const NAME = /^[a-z0-9_]{1,46}$/

const roleOf = (name: string): string => {
  if (NAME.test(name)) return `rapport_analyst_${name}`
  throw new CommandError('a name has 1 to 46 lower-case letters, digits and _', exitCodes.usage)
}

/** Only who migrates may make roles: DATABASE_DIRECT_URL's or DATABASE_URL's login. The embedded database has no logins. */
const assertServer = (database: Database) => {
  if (database.kind === 'server') return
  throw new CommandError('analysts log in to a PostgreSQL server: set DATABASE_URL', exitCodes.usage)
}

export function analystCommand(program: Command): void {
  const analyst = program
    .command('analyst')
    .description('SQL logins that read the views of one tenant: docs/analytics.md')

  analyst
    .command('create <tenant> <name>')
    .description('create the login rapport_analyst_<name>; its password is shown once')
    .action(async (slug: string, name: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const role = roleOf(name)
      const password = newPassword()
      await withDatabase(async ({ database, api }) => {
        assertServer(database)
        const { tenantId } = await api.getTenant({ slug })
        // One transaction: there is never such a login without its tenant.
        await database.pool(null, { max: 1 }).begin(async (sql) => {
          await sql.unsafe(
            `create role ${role} login password '${password}' in role rapport_analyst connection limit 10`,
          )
          await sql.unsafe(`alter role ${role} set search_path = analytics`)
          await sql.unsafe(`alter role ${role} set statement_timeout = '60s'`)
          await sql.unsafe(`alter role ${role} set default_transaction_read_only = on`)
          await sql`set local role rapport_edge`
          await createApi(sql).addAnalyst({ tenantId, roleName: role })
        })
      })
      output.result({ role, password }, () => `${role}\n${password}\n\nKeep it now: the server stores only its hash.`)
    })

  analyst
    .command('list <tenant>')
    .description('logins of a tenant')
    .action(async (slug: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const rows = await withDatabase(async ({ api }) =>
        api.listAnalysts({ tenantId: (await api.getTenant({ slug })).tenantId }),
      )
      output.result(rows, (all) => table(all, 'no analysts'))
    })

  analyst
    .command('remove <tenant> <name>')
    .description('end a login; sessions it has open see no rows from then on')
    .action(async (slug: string, name: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const role = roleOf(name)
      const wasThere = await withDatabase(async ({ database, api }) => {
        assertServer(database)
        const { tenantId } = await api.getTenant({ slug })
        return database.pool(null, { max: 1 }).begin(async (sql) => {
          await sql`set local role rapport_edge`
          const removed = await createApi(sql).removeAnalyst({ tenantId, roleName: role })
          await sql`set local role none`
          if (removed) await sql.unsafe(`drop role ${role}`)
          return removed
        })
      })
      output.result({ role, wasThere }, () => (wasThere ? 'removed' : 'this tenant has no such analyst'))
    })
}

/** 192 random bits; only letters, digits, - and _, so that it needs no quoting in SQL or in a URL. */
const newPassword = () => Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url')
