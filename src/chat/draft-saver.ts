import type { Api } from '../db/generated.ts'
import { describeError } from '../http/redact.ts'
import type { Logger } from '../logger.ts'
import type { Draft } from './draft-hub.ts'

/** A draft whose text is being written, with the lease of its writer. */
export interface HeldDraft {
  draft: Draft
  writerId: string
  hasChanged: boolean
  savedAt: number
  /** called once when the lease is another writer's by now */
  onLost(): void
}

export interface DraftSaver {
  /** Saves a draft whenever it has changed, until `release`. */
  hold(held: HeldDraft): void
  release(held: HeldDraft): void
}

/** Drafts are for those who watch from elsewhere: no more often than they look. */
const SAVE_MS = 250
/** A lease lasts for 15 seconds and is renewed by every save. */
const RENEW_MS = 4000

/** Saves all drafts that are written in this process in one statement, over and over, while there are any. */
export function createDraftSaver(api: Pick<Api, 'saveReplyDrafts'>, logger: Logger): DraftSaver {
  const all = new Set<HeldDraft>()
  let isRunning = false

  const save = async () => {
    const now = performance.now()
    const due = [...all].filter(({ hasChanged, savedAt }) => hasChanged || now - savedAt > RENEW_MS)
    if (due.length === 0) return
    for (const held of due) held.hasChanged = false
    const drafts = due.map(({ writerId, draft }) => {
      const { tenantId, conversationId, generation, text, tools, failure } = draft
      return { tenantId, conversationId, writerId, generation, text, tools, failure }
    })
    const saved = new Set(await api.saveReplyDrafts({ drafts }))
    for (const held of due) {
      held.savedAt = now
      if (!saved.has(held.writerId) && all.delete(held)) held.onLost()
    }
  }

  const run = async () => {
    while (all.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, SAVE_MS))
      // The next round shows what this one could not.
      await save().catch((error) => {
        for (const held of all) held.hasChanged = true
        logger.warn('drafts_not_saved', { error: describeError(error) })
      })
    }
    isRunning = false
  }

  return {
    hold(held) {
      all.add(held)
      if (isRunning) return
      isRunning = true
      void run()
    },
    release: (held) => void all.delete(held),
  }
}
