import { ApiError, type ChatApi } from './api.ts'
import type { DeliveryDeps } from './deliver.ts'
import { addOlder, mergeNewest } from './messages.ts'
import { createSending } from './sending.ts'
import type { Sessions } from './sessions.ts'
import { phaseOf } from './state.ts'
import type { Slot } from './storage.ts'
import { createStore } from './store.ts'
import type { Business, Outgoing, Verification } from './types.ts'
import { words } from './words.ts'

const MOST_CHARACTERS = 4000

export interface ChatDeps extends DeliveryDeps {
  api: ChatApi
  sessions: Sessions
  outbox: Slot<Outgoing[]>
  /** from an earlier visit */
  business: Business | null
  tellTabs(): void
  newId(): string
  now(): Date
}

export type Chat = ReturnType<typeof createChat>

/** One chat as a page shows it: what is known of it, and what the visitor can do. */
export function createChat(deps: ChatDeps) {
  const { api, sessions } = deps
  const store = createStore(deps.outbox, deps.business)
  let chatId: string | null = null

  const enter = (entered: string) => {
    const isAnother = chatId !== null && chatId !== entered
    chatId = entered
    if (isAnother) store.set({ messages: [], drafts: [], olderCursor: null })
  }
  const sending = createSending({ ...deps, store, entered: enter })

  const failed = (error: unknown) => {
    const phase = error instanceof ApiError ? phaseOf(error.status) : 'unreachable'
    // A chat that was up stays as it is when the net is away for a moment.
    if (store.state().phase !== 'ready' || phase === 'ended') store.set({ phase })
  }

  const readNewest = async () => {
    const { page, of } = await sessions.with(async (session) => ({
      page: await api.history(session, null),
      of: session.chatId,
    }))
    enter(of)
    const before = store.state()
    const { messages, hasGap } = mergeNewest(before.messages, page.messages)
    const isAnew = hasGap || before.messages.length === 0
    store.set({ messages, ...(isAnew ? { olderCursor: page.nextCursor } : {}) })
    store.changeOutgoing((one) => (messages.some(({ clientId }) => clientId === one.clientId) ? null : one))
    if (before.phase === 'ready') {
      const known = new Set(before.messages.map(({ id }) => id))
      for (const message of messages) if (!known.has(message.id)) store.notice(message)
    }
    sending.follow(page.pending)
  }

  const readContext = async () => {
    const { context, business } = await sessions.with(async (session) => ({
      context: await api.context(session),
      business: session.business,
    }))
    store.set({
      business: context.business ?? business,
      isVerified: context.isVerified,
      customer: context.customer,
    })
  }

  const start = async () => {
    if (!['closed', 'unreachable', 'off'].includes(store.state().phase)) return
    store.set({ phase: 'starting' })
    try {
      await Promise.all([readContext(), readNewest()])
      store.set({ phase: 'ready' })
      await sending.pump()
    } catch (error) {
      failed(error)
    }
  }

  return {
    state: store.state,
    subscribe: store.subscribe,
    setOpen: store.setOpen,
    start,
    retry: sending.retry,
    /** Reads what is new, quietly. */
    async refresh() {
      if (store.state().phase === 'ready') await readNewest().catch(failed)
    },
    say(text: string) {
      const message = text.trim().toWellFormed()
      if (message === '' || [...message].length > MOST_CHARACTERS) return
      const next: Outgoing = { clientId: deps.newId(), text: message, at: deps.now().toISOString(), state: 'waiting' }
      store.set({ outbox: [...store.state().outbox, next] })
      sending.pump()
    },
    async loadOlder() {
      const cursor = store.state().olderCursor
      if (!cursor || store.state().isLoadingOlder) return
      store.set({ isLoadingOlder: true })
      try {
        const page = await sessions.with((session) => api.history(session, cursor))
        store.set({ messages: addOlder(store.state().messages, page.messages), olderCursor: page.nextCursor })
      } catch (error) {
        failed(error)
      } finally {
        store.set({ isLoadingOlder: false })
      }
    },
    setOnline(isOnline: boolean) {
      if (isOnline === store.state().isOnline) return
      store.set({ isOnline })
      store.announce(isOnline ? words.isBack : words.isOffline)
      if (!isOnline) return
      if (store.state().phase === 'unreachable') start()
      else sending.retry()
    },
    verify: (type: 'phone' | 'email', value: string): Promise<{ verificationId: string }> =>
      sessions.with((session) => api.verify(session, type, value)),
    async confirm(verificationId: string, code: string): Promise<Verification> {
      const answer = await sessions.with((session) => api.confirm(session, verificationId, code))
      // What was said elsewhere is part of the conversation now.
      if (answer.isVerified) await Promise.all([readContext(), readNewest()]).catch(failed)
      return answer
    },
  }
}
