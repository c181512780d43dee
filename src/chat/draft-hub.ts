import type { z } from 'zod'
import type { chatFailure, chatMessage, chatTool, chatUsage } from '../db/results/chats.ts'

export type ChatMessage = z.infer<typeof chatMessage>
export type ChatUsage = z.infer<typeof chatUsage>
export type ChatTool = z.infer<typeof chatTool>
export type ChatFailure = z.infer<typeof chatFailure>

/** A reply as it stands while it is written. Whoever writes it changes it in place and then tells. */
export interface Draft {
  tenantId: string
  conversationId: string
  /** the newest message that it answers */
  answersMessageId: string
  generation: number
  text: string
  tools: ChatTool[]
  /** why the generation before this one ended */
  failure: ChatFailure | null
  /** set once it is stored */
  done: { reply: ChatMessage; usage: ChatUsage } | null
  /** its writer gave up */
  isDropped: boolean
}

/** The replies that are being written in this process, for the streams of the same process. */
export interface DraftHub {
  /** The draft of a conversation, if one is being written here. */
  of(conversationId: string): Draft | undefined
  /** Shows a draft from now on, until it is done or dropped. */
  show(draft: Draft): void
  /** Tells that a draft changed. */
  tell(draft: Draft): void
  /** Is called on every change of a conversation's draft, synchronously; returns how to end that. */
  watch(conversationId: string, onChange: () => void): () => void
}

export function createDraftHub(): DraftHub {
  const drafts = new Map<string, Draft>()
  const watchers = new Map<string, Set<() => void>>()
  const tell = ({ conversationId }: Draft) => {
    for (const onChange of watchers.get(conversationId) ?? []) onChange()
  }
  return {
    of: (conversationId) => drafts.get(conversationId),
    show(draft) {
      drafts.set(draft.conversationId, draft)
      tell(draft)
    },
    tell(draft) {
      const isOver = draft.done !== null || draft.isDropped
      if (isOver && drafts.get(draft.conversationId) === draft) drafts.delete(draft.conversationId)
      tell(draft)
    },
    watch(conversationId, onChange) {
      const all = watchers.get(conversationId) ?? new Set()
      watchers.set(conversationId, all.add(onChange))
      return () => {
        all.delete(onChange)
        if (all.size === 0 && watchers.get(conversationId) === all) watchers.delete(conversationId)
      }
    },
  }
}
