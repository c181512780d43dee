import { emptyDraft } from './draft.ts'
import { addMessage } from './messages.ts'
import { type ChatState, initialState } from './state.ts'
import type { Slot } from './storage.ts'
import type { Business, Draft, Message, Outgoing } from './types.ts'
import { words } from './words.ts'

export type Store = ReturnType<typeof createStore>

/** The state of a chat and the changes that it knows; what is not yet stored is kept in `outbox` over a reload, and `business` is who it is with, as far as that is known. */
export function createStore(outbox: Slot<Outgoing[]>, business: Business | null) {
  const restored = (outbox.read() ?? []).map((one) => ({ ...one, state: 'waiting' as const }))
  let state: ChatState = { ...initialState, business, outbox: restored }
  let isOpen = false
  const listeners = new Set<() => void>()

  const set = (change: Partial<ChatState>) => {
    state = { ...state, ...change }
    if ('outbox' in change) outbox.write(state.outbox.length > 0 ? state.outbox : null)
    for (const listener of listeners) listener()
  }
  const announce = (text: string) => set({ announcement: { at: state.announcement.at + 1, text } })

  /** Somebody else wrote: it is told, and counted while nobody looks. */
  const notice = (message: Message) => {
    if (message.role === 'customer') return
    const from = message.role === 'assistant' ? (state.business?.assistantName ?? '') : words.staff
    announce(`${from}: ${message.text}`)
    if (!isOpen) set({ unread: state.unread + 1 })
  }

  return {
    state: () => state,
    set,
    announce,
    notice,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    receive(message: Message) {
      const isNew = !state.messages.some(({ id }) => id === message.id)
      set({ messages: addMessage(state.messages, message) })
      if (isNew) notice(message)
    },
    changeOutgoing(change: (one: Outgoing) => Outgoing | null) {
      set({ outbox: state.outbox.map(change).filter((one) => one !== null) })
    },
    changeDraft(clientId: string, change: (draft: Draft) => Draft | null) {
      const known = state.drafts.find((one) => one.clientId === clientId)
      const next = change(known ?? emptyDraft(clientId))
      const others = state.drafts.filter((one) => one.clientId !== clientId)
      // What is being written stands before what is in line.
      const drafts = (next ? [...others, next] : others).toSorted((a, b) => Number(!a.text) - Number(!b.text))
      set({ drafts })
    },
    setOpen(open: boolean) {
      isOpen = open
      if (open) set({ unread: 0 })
    },
  }
}
