import type { Message } from './types.ts'

const isSame = (one: Message, other: Message) =>
  one.id === other.id || (one.clientId !== null && one.clientId === other.clientId)

/** The list with a message at its end, or in the place where it stands already. */
export function addMessage(list: readonly Message[], message: Message): Message[] {
  const at = list.findIndex((known) => isSame(known, message))
  return at < 0 ? [...list, message] : list.with(at, message)
}

/** The list with a page of older ones before it. */
export const addOlder = (list: readonly Message[], page: readonly Message[]): Message[] => [
  ...page.filter((message) => !list.some((known) => isSame(known, message))),
  ...list,
]

/**
 * The list after the newest page was read anew. The page has the last word about order; what came in here while it was on
 * its way stays behind it. A page that does not reach back to what is known leaves a gap, so the older ones go
 * (`hasGap`) and are read again from the page's cursor.
 */
export function mergeNewest(
  list: readonly Message[],
  page: readonly Message[],
): { messages: Message[]; hasGap: boolean } {
  const inPage = (message: Message) => page.some((other) => isSame(other, message))
  const first = list.findIndex(inPage)
  if (first < 0) return { messages: [...page], hasGap: list.length > 0 && page.length > 0 }
  const last = list.findLastIndex(inPage)
  return {
    messages: [...list.slice(0, first), ...page, ...list.slice(last + 1).filter((message) => !inPage(message))],
    hasGap: false,
  }
}
