import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Api } from '../db/generated.ts'
import { createChatTokens } from '../http/chat-token.ts'
import { demoCustomer } from './seed.ts'

type ChatLinkApi = Pick<Api, 'resolveChat' | 'createChat' | 'getCustomerContext'>

const kept = z.object({ tenantId: z.uuid(), chatId: z.uuid(), epoch: z.int() })
const WEEK = 7 * 24 * 3600

/**
 * A link, good for a week, to the chat of the demo's customer, who needs no code there. The chat is made at the first start
 * and found again at later ones.
 */
export async function demoChatLink(
  api: ChatLinkApi,
  options: { tenantId: string; jwtSecret: string; dataDir: string; url: string },
): Promise<string> {
  const { tenantId, jwtSecret, dataDir, url } = options
  const file = join(dataDir, 'demo-chat.json')
  const chat = (await knownChat(api, file, tenantId)) ?? (await newChat(api, tenantId))
  writeFileSync(file, `${JSON.stringify(chat)}\n`, { mode: 0o600 })
  const { token } = await createChatTokens(jwtSecret, () => new Date()).link(chat, WEEK)
  return `${url}/chat/${token}`
}

async function knownChat(api: ChatLinkApi, file: string, tenantId: string) {
  try {
    const chat = kept.parse(JSON.parse(readFileSync(file, 'utf8')))
    return chat.tenantId === tenantId && (await api.resolveChat(chat)) ? chat : null
  } catch {
    // Absent or unreadable: a new one is made.
    return null
  }
}

async function newChat(api: ChatLinkApi, tenantId: string) {
  const customer = await api.getCustomerContext({ tenantId, type: 'phone', value: demoCustomer.phone })
  const made = await api.createChat({
    tenantId,
    ...(customer ? { customerId: customer.customerId, verifiedBy: 'staff' } : {}),
  })
  return { tenantId, ...made }
}
