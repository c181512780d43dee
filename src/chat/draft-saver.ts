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
  /** how much of which generation's text is saved, in UTF-16 units and in characters, as Postgres counts */
  saved: { generation: number; units: number; characters: number }
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

interface Piece {
  /** how many characters stand before it */
  from: number
  text: string
  after: HeldDraft['saved']
}

/** What is not saved yet of a text, which only grows within its generation; a character is never cut in two. */
function pieceOf({ draft: { generation, text }, saved }: HeldDraft): Piece {
  const before = saved.generation === generation ? saved : { generation, units: 0, characters: 0 }
  const isCut = /[\uD800-\uDBFF]$/.test(text.slice(-1))
  const piece = text.slice(before.units, text.length - (isCut ? 1 : 0))
  const after = {
    generation,
    units: before.units + piece.length,
    characters: before.characters + [...piece].length,
  }
  return { from: before.characters, text: piece, after }
}

/** Saves all drafts that are written in this process in one statement, over and over, while there are any. */
export function createDraftSaver(api: Pick<Api, 'saveReplyDrafts'>, logger: Logger): DraftSaver {
  const all = new Set<HeldDraft>()
  let isRunning = false

  const save = async () => {
    const now = performance.now()
    const due = [...all].filter(({ hasChanged, savedAt }) => hasChanged || now - savedAt > RENEW_MS)
    if (due.length === 0) return
    for (const held of due) held.hasChanged = false
    const pieces = due.map(pieceOf)
    const drafts = due.map(({ writerId, draft }, index) => {
      const { tenantId, conversationId, generation, tools, failure } = draft
      const { from, text } = pieces[index] as Piece
      return { tenantId, conversationId, writerId, generation, from, text, tools, failure }
    })
    const saved = new Set(await api.saveReplyDrafts({ drafts }))
    for (const [index, held] of due.entries()) {
      held.savedAt = now
      held.saved = (pieces[index] as Piece).after
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
