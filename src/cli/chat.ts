import type { Command } from 'commander'
import { phoneToFind } from '../channels/phone.ts'
import type { Api } from '../db/generated.ts'
import { readLocalSecrets } from '../demo/local-secrets.ts'
import type { Env } from '../env.ts'
import { createChatTokens } from '../http/chat-token.ts'
import { chatWidgetCommand } from './chat-widget.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { openSession } from './session.ts'

const MOST_HOURS = 7 * 24

export function chatCommand(program: Command): void {
  const chat = program.command('chat').description('chats on the web: links to them, and ending them')

  chat
    .command('link <tenant>')
    .description('make a chat and the link to it')
    .option('--customer <id|phone>', 'whom the link is for')
    .option(
      '--verified',
      'you vouch that the link goes to that customer through their own channel: no code is asked for',
    )
    .option('--expires <hours>', `how long the link is good, at most ${MOST_HOURS}`, '24')
    .action(
      async (slug: string, options: { customer?: string; verified?: boolean; expires: string }, command: Command) => {
        const { env, output, withDatabase } = openSession(command)
        const hours = hoursOf(options.expires)
        const tokens = createChatTokens(secretOf(env), () => new Date())
        const link = await withDatabase(async ({ api }) => {
          const { tenantId } = await api.getTenant({ slug })
          const made = await api.createChat({
            tenantId,
            ...(options.customer ? { customerId: await customerOf(api, tenantId, options.customer) } : {}),
            ...(options.verified ? { verifiedBy: 'staff' } : {}),
          })
          const { token, expiresAt } = await tokens.link({ tenantId, ...made }, hours * 3600)
          return { chatId: made.chatId, url: `${env.PUBLIC_URL}/chat/${token}`, expiresAt: expiresAt.toISOString() }
        })
        output.result(link, ({ url, chatId, expiresAt }) => `${url}\n\nchat ${chatId}, good until ${expiresAt}`)
      },
    )

  chatWidgetCommand(chat)

  chat
    .command('revoke <tenant> <chatId>')
    .description("end a chat's links and sessions at once")
    .action(async (slug: string, chatId: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const wasOpen = await withDatabase(async ({ api }) =>
        api.revokeChat({ tenantId: (await api.getTenant({ slug })).tenantId, chatId }),
      )
      output.result({ chatId, wasOpen }, () => (wasOpen ? 'revoked' : 'it was revoked before'))
    })
}

function hoursOf(text: string): number {
  const hours = Number(text)
  if (hours > 0 && hours <= MOST_HOURS && Number.isInteger(hours * 3600)) return hours
  throw new CommandError(`--expires must be hours, at most ${MOST_HOURS}`, exitCodes.usage)
}

function secretOf(env: Env): string {
  const secret = env.JWT_SECRET ?? readLocalSecrets(env.DATA_DIR)?.jwtSecret
  if (secret) return secret
  throw new CommandError('set JWT_SECRET: links to chats are signed with it', exitCodes.usage)
}

async function customerOf(api: Pick<Api, 'getCustomerContext'>, tenantId: string, given: string): Promise<string> {
  const phone = phoneToFind(given)
  if (!phone) return given
  const found = await api.getCustomerContext({ tenantId, type: 'phone', value: phone })
  if (!found) throw new CommandError('no such customer', exitCodes.refused)
  return found.customerId
}
