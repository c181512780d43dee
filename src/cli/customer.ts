import type { Command } from 'commander'
import { normalizePhone } from '../channels/phone.ts'
import { customerAdminCommands } from './customer-admin.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

const PROMPT_BUDGET = 1500

export function customerCommand(program: Command): void {
  const customer = program
    .command('customer')
    .description('customers: search, context, prompt, change, merge, export, erase')
  customerAdminCommands(customer)

  customer
    .command('search <tenant> <query>')
    .description('by phone, e-mail, CRM id or name; forgiving about accents and typos')
    .option('--limit <n>', 'at most so many', '20')
    .action(async (slug: string, query: string, options: { limit: string }, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const rows = await withDatabase(async ({ api }) =>
        api.searchCustomers({
          tenantId: (await api.getTenant({ slug })).tenantId,
          query,
          limit: Number(options.limit),
        }),
      )
      output.result(rows, (all) => table(all, 'nobody found'))
    })

  customer
    .command('context <tenant> <phone|email|id>')
    .description('everything known about a customer, as agents get it')
    .option('--type <type>', 'phone, email, web_user_id, housecall_pro_id or customer_id', 'phone')
    .action(async (slug: string, value: string, options: { type: string }, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const context = await withDatabase(async ({ api }) =>
        api.getCustomerContext({
          tenantId: (await api.getTenant({ slug })).tenantId,
          type: options.type,
          value: identityValue(options.type, value),
        }),
      )
      if (context === null) throw new CommandError('no such customer', exitCodes.refused)
      output.result(context, (found) => JSON.stringify(found, null, 2))
    })

  customer
    .command('prompt <tenant> <phone>')
    .description('what a model is told about a customer')
    .option('--budget <tokens>', 'at most so many o200k tokens', String(PROMPT_BUDGET))
    .action(async (slug: string, phone: string, options: { budget: string }, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const prompt = await withDatabase(async ({ api }) => {
        const { tenantId } = await api.getTenant({ slug })
        const context = await api.getCustomerContext({ tenantId, type: 'phone', value: identityValue('phone', phone) })
        if (context === null) throw new CommandError('no such customer', exitCodes.refused)
        return api.getContextPrompt({ tenantId, customerId: context.customerId, budget: Number(options.budget) })
      })
      output.result({ prompt }, (found) => found.prompt ?? '')
    })
}

const identityValue = (type: string, value: string): string => {
  if (type !== 'phone') return type === 'email' ? value.trim().toLowerCase() : value.trim()
  const phone = normalizePhone(value)
  if (phone === null) throw new CommandError('that is not a phone number', exitCodes.usage)
  return phone
}
