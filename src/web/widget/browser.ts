import { createApi } from './api.ts'
import { type Chat, createChat } from './chat.ts'
import { createSessions } from './sessions.ts'
import { shortName, slot, usableStore } from './storage.ts'
import type { Door, Outgoing, Session } from './types.ts'

const REFRESH_MS = 25_000

/** One tab at a time, where the browser has locks (it has none for pages without TLS). */
const exclusively =
  (name: string) =>
  <T>(work: () => Promise<T>): Promise<T> =>
    'locks' in navigator ? (navigator.locks.request(name, work) as Promise<T>) : work()

const onceOnline = () => new Promise<void>((resolve) => addEventListener('online', () => resolve(), { once: true }))

/** What a page keeps of its chat: a visitor is known when they come back, the holder of a link has the link. */
const storesOf = (door: Door) => {
  const key = `rapport-chat-${shortName(JSON.stringify(door))}`
  const lasting = usableStore(() => ('widget' in door ? localStorage : sessionStorage))
  return {
    key,
    session: slot<Session>(lasting, key),
    outbox: slot<Outgoing[]>(
      usableStore(() => sessionStorage),
      `${key}-outbox`,
    ),
  }
}

/** The chat of this page, joined to what the browser has: storage, the network's state, other tabs. */
export function openChat(base: string, door: Door): Chat {
  const { key, session, outbox } = storesOf(door)
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel(key) : null
  const api = createApi(base)
  const chat = createChat({
    api,
    sessions: createSessions({ api, door, stored: session, exclusively: exclusively(key) }),
    outbox,
    business: session.read()?.business ?? null,
    tellTabs: () => tabs?.postMessage(0),
    newId: () => crypto.randomUUID?.() ?? randomUuid(),
    now: () => new Date(),
    pause: (ms) => Promise.race([new Promise<void>((resolve) => setTimeout(resolve, ms)), onceOnline()]),
    whenOnline: () => (navigator.onLine ? Promise.resolve() : onceOnline()),
  })

  const isSeen = () => document.visibilityState === 'visible'
  const refresh = () => {
    if (isSeen() && navigator.onLine) chat.refresh()
  }
  tabs?.addEventListener('message', refresh)
  document.addEventListener('visibilitychange', refresh)
  addEventListener('pageshow', refresh)
  addEventListener('online', () => chat.setOnline(true))
  addEventListener('offline', () => chat.setOnline(false))
  chat.setOnline(navigator.onLine)
  // A page is not told whether it was refused or nobody answered: whoever set it up may want to know.
  const hint = () => {
    if (chat.state().phase !== 'unreachable' || !navigator.onLine) return
    console.warn(`Rapport: no answer from ${base}. Is ${location.origin} among the allowedOrigins?`)
    stopHinting()
  }
  const stopHinting = chat.subscribe(hint)
  // What somebody of the team writes comes without being asked for.
  setInterval(() => chat.state().drafts.length === 0 && refresh(), REFRESH_MS)
  return chat
}

/** A random UUID (version 4) for pages without TLS, which have no `crypto.randomUUID`. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
