import type { Command } from 'commander'
import { normalizePhone } from '../channels/phone.ts'
import { parseJson } from './arguments.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

/** Who changes come from that are made on the command line. */
const actor = 'cli'
const pretty = (value: unknown) => JSON.stringify(value, null, 2)

/** The sub-commands of `rapport customer` that change customers: show, update, link, merge, undo-merge, export, erase … */
export function customerAdminCommands(customer: Command): void {
  /** A sub-command on one tenant: opens the database, finds the tenant, prints what `work` gives. */
  const add = <T>(
    usage: string,
    description: string,
    work: (
      session: {
        api: Parameters<Parameters<ReturnType<typeof openSession>['withDatabase']>[0]>[0]['api']
        tenantId: string
      },
      values: string[],
      options: Record<string, unknown>,
    ) => Promise<T>,
    render: (result: T) => string = pretty,
    configure: (command: Command) => Command = (command) => command,
  ) =>
    configure(customer.command(usage).description(description)).action(async (slug: string, ...rest: unknown[]) => {
      const command = rest.at(-1) as Command
      const { output, withDatabase } = openSession(command)
      const values = rest.filter((value) => typeof value === 'string')
      const result = await withDatabase(async ({ api }) =>
        work({ api, tenantId: (await api.getTenant({ slug })).tenantId }, values, command.opts()),
      )
      output.result(result, render)
    })

  add(
    'show <tenant> <id>',
    'the record of a customer, with where each field came from',
    ({ api, tenantId }, [id = '']) => api.getCustomer({ tenantId, customerId: id }),
  )
  add(
    'update <tenant> <id> <json>',
    'change fields of a profile; null empties one, e.g. \'{"firstName": "Ann"}\'',
    async ({ api, tenantId }, [id = '', json = '']) => {
      const { version } = await api.getCustomer({ tenantId, customerId: id })
      const changes = parseJson(json)
      const result = await api.updateCustomer({ tenantId, customerId: id, changes, version, source: 'staff', actor })
      if (result.outcome === 'conflict') throw new CommandError('somebody else changed it meanwhile', exitCodes.refused)
      return result.customer
    },
  )
  add(
    'link <tenant> <id> <type> <value>',
    'give a customer a phone, email, web_user_id, housecall_pro_id or shopmonkey_id',
    ({ api, tenantId }, [id = '', type = '', value = ''], { shared }) => {
      const known =
        type === 'phone' ? normalizePhone(value) : type === 'email' ? value.trim().toLowerCase() : value.trim()
      if (known === null) throw new CommandError('that is not a phone number', exitCodes.usage)
      return api.linkIdentity({
        tenantId,
        customerId: id,
        type,
        value: known,
        isShared: shared === true,
        verifiedBy: 'staff',
      })
    },
    ({ outcome }) =>
      outcome === 'pending' ? "pending: it is another customer's; see rapport customer proposals" : outcome,
    (command) => command.option('--shared', 'several people use it'),
  )
  add(
    'proposals <tenant>',
    'customers that may be one person, best first',
    ({ api, tenantId }, _, { limit }) => api.listMergeProposals({ tenantId, limit: Number(limit) }),
    (rows) =>
      table(
        rows.map(({ customers: [one, two], score, reasons }) => ({
          score,
          customer: `${one.name ?? one.companyName ?? '–'} ${one.customerId}`,
          other: `${two.name ?? two.companyName ?? '–'} ${two.customerId}`,
          reasons: reasons.join(', '),
        })),
        'no proposals',
      ),
    (command) => command.option('--limit <n>', 'at most so many', '50'),
  )
  add(
    'reject <tenant> <id> <otherId>',
    'say that two customers are two: the pair is not proposed again',
    async ({ api, tenantId }, [id = '', otherId = '']) => ({
      rejected: await api.rejectMergeProposal({ tenantId, customerId: id, otherCustomerId: otherId, actor }),
    }),
    ({ rejected }) => (rejected ? 'rejected' : 'that was known'),
  )
  add(
    'merge <tenant> <survivorId> <mergedId>',
    'make two customers one; can be undone',
    ({ api, tenantId }, [survivorId = '', mergedId = ''], { reason }) =>
      api.mergeCustomers({ tenantId, survivorId, mergedId, reason: String(reason), actor }),
    ({ mergeId }) => `merged; to undo: rapport customer undo-merge <tenant> ${mergeId}`,
    (command) => command.requiredOption('--reason <text>', 'why they are one'),
  )
  add(
    'undo-merge <tenant> <mergeId>',
    'take a merge back',
    ({ api, tenantId }, [mergeId = '']) => api.undoMerge({ tenantId, mergeId, actor }),
    () => 'undone',
  )
  add('export <tenant> <id>', 'everything that is kept about a customer, as JSON', ({ api, tenantId }, [id = '']) =>
    api.exportCustomer({ tenantId, customerId: id }),
  )
  add(
    'erase <tenant> <id>',
    'remove every trace of a customer; cannot be undone',
    ({ api, tenantId }, [id = ''], { yes }) => {
      if (yes !== true) throw new CommandError('this cannot be undone: say --yes', exitCodes.usage)
      return api.eraseCustomer({ tenantId, customerId: id, actor })
    },
    pretty,
    (command) => command.option('--yes', 'I mean it'),
  )
}
