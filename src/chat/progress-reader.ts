import type { z } from 'zod'
import type { Api } from '../db/generated.ts'
import type { chatProgress } from '../db/results/chats.ts'

export type ChatProgress = z.infer<typeof chatProgress>

/** Reads how far the answer to a message is; null when there is no such message. */
export type ProgressReader = (tenantId: string, messageId: string) => Promise<ChatProgress | null>

/** One statement a question: on Workers requests share nothing. */
export const readAlone =
  (api: Pick<Api, 'readReplyDrafts'>): ProgressReader =>
  async (tenantId, messageId) =>
    (await api.readReplyDrafts({ tenantId, messageIds: [messageId] }))[0] ?? null

const GATHER_MS = 10

/** What is asked of one tenant within some milliseconds is one statement, whoever asks. */
export function readTogether(api: Pick<Api, 'readReplyDrafts'>): ProgressReader {
  const gathered = new Map<string, { ids: Set<string>; found: Promise<Map<string, ChatProgress>> }>()

  const begin = (tenantId: string) => {
    const ids = new Set<string>()
    const found = new Promise((resolve) => setTimeout(resolve, GATHER_MS)).then(async () => {
      gathered.delete(tenantId)
      const rows = await api.readReplyDrafts({ tenantId, messageIds: [...ids] })
      return new Map(rows.map((row) => [row.messageId, row]))
    })
    const batch = { ids, found }
    gathered.set(tenantId, batch)
    return batch
  }

  return async (tenantId, messageId) => {
    const batch = gathered.get(tenantId) ?? begin(tenantId)
    batch.ids.add(messageId)
    return (await batch.found).get(messageId) ?? null
  }
}
