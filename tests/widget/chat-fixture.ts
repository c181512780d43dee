import { createApi } from '../../src/web/widget/api.ts'
import { createChat } from '../../src/web/widget/chat.ts'
import { createSessions } from '../../src/web/widget/sessions.ts'
import type { ChatState } from '../../src/web/widget/state.ts'
import { memoryStore, type Store, slot } from '../../src/web/widget/storage.ts'
import type { Door, Outgoing, Session } from '../../src/web/widget/types.ts'
import type { ChatDouble } from '../fakes/chat-api.ts'

/** What a browser keeps; a reload gets the same, another tab its own `own`. */
export interface Profile {
  shared: Store
  own: Store
}
export const newProfile = (): Profile => ({ shared: memoryStore(), own: memoryStore() })

/** The widget's chat without a page, over a double: its pauses are over at once, and the test says when it is offline. */
export function openWidget(double: ChatDouble, door: Door, profile: Profile = newProfile()) {
  const api = createApi(double.url)
  let online = Promise.withResolvers<void>()
  online.resolve()
  let told = 0
  const chat = createChat({
    api,
    sessions: createSessions({
      api,
      door,
      stored: slot<Session>(profile.shared, 'session'),
      exclusively: (work) => work(),
    }),
    outbox: slot<Outgoing[]>(profile.own, 'outbox'),
    business: null,
    tellTabs: () => {
      told += 1
    },
    newId: () => crypto.randomUUID(),
    now: () => new Date(),
    pause: () => Promise.resolve(),
    whenOnline: () => online.promise,
  })
  /** Every state, in order, for what must never be seen. */
  const seen: ChatState[] = []
  chat.subscribe(() => seen.push(chat.state()))

  return {
    chat,
    seen,
    timesTold: () => told,
    goOffline() {
      online = Promise.withResolvers()
      chat.setOnline(false)
    },
    goOnline() {
      online.resolve()
      chat.setOnline(true)
    },
    /** Resolves when the state fits. */
    until: (fits: (state: ChatState) => boolean) =>
      new Promise<ChatState>((resolve) => {
        const check = () => {
          if (!fits(chat.state())) return
          stop()
          resolve(chat.state())
        }
        const stop = chat.subscribe(check)
        check()
      }),
    /** What was said, as `role: text`. */
    said: () => chat.state().messages.map(({ role, text }) => `${role}: ${text}`),
  }
}

export const isQuiet = (state: ChatState) =>
  state.phase === 'ready' && state.outbox.length === 0 && state.drafts.length === 0
