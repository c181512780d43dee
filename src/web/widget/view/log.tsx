/** @jsxImportSource hono/jsx/dom */
import { useLayoutEffect, useRef, useState } from 'hono/jsx/dom'
import type { Chat } from '../chat.ts'
import type { ChatState } from '../state.ts'
import { words } from '../words.ts'
import { BeingWritten, dayAbove, Said, Unsent } from './message.tsx'

/** How far from the end, in pixels, still counts as reading the end. */
const NEAR = 80

/**
 * What was said, in a region that scrolls. It stays at the end while the visitor reads there, and where they are when
 * older messages come in above. It is no live region itself, or every piece of an answer would be read aloud.
 */
export const Log = ({ state, chat }: { state: ChatState; chat: Chat }) => {
  const region = useRef<HTMLDivElement | null>(null)
  const [isAway, setAway] = useState(false)
  const last = useRef({ height: 0, firstId: '', isAtEnd: true })
  const { messages, outbox, drafts, business } = state
  const firstId = messages[0]?.id ?? ''

  useLayoutEffect(() => {
    const box = region.current
    if (!box) return
    const was = last.current
    if (was.isAtEnd) box.scrollTop = box.scrollHeight
    else if (firstId !== was.firstId) box.scrollTop += box.scrollHeight - was.height
    last.current = { ...was, height: box.scrollHeight, firstId }
  })

  const onScroll = () => {
    const box = region.current
    if (!box) return
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR
    last.current = { ...last.current, isAtEnd }
    setAway(!isAtEnd)
    if (box.scrollTop < NEAR && !isAtEnd) chat.loadOlder()
  }
  const toEnd = () => {
    const box = region.current
    if (box) box.scrollTop = box.scrollHeight
    box?.focus()
  }

  const assistant = business?.assistantName ?? ''
  const names = { customer: words.you, assistant, staff: words.staff, system: business?.name ?? '' }
  const now = new Date()
  // One answer is written at a time, and it may be the answer to several messages: the others would show it once more.
  const writing = drafts.find((draft) => !draft.hasFailed)
  const shown = drafts.filter((draft) => draft.hasFailed || draft === writing)
  const greeting = state.olderCursor === null && state.phase !== 'closed' ? business?.greeting : null
  return (
    <>
      <div
        class="log"
        role="log"
        aria-live="off"
        aria-label={words.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        ref={region}
        onScroll={onScroll}
      >
        {state.olderCursor ? (
          <button type="button" class="plain older" onClick={chat.loadOlder}>
            {state.isLoadingOlder ? words.loading : words.older}
          </button>
        ) : null}
        <ul>
          {greeting ? (
            <li class="theirs" key="greeting">
              <span class="unseen">{assistant}: </span>
              <div class="bubble">{greeting}</div>
            </li>
          ) : null}
          {messages.map((message, at) => {
            const next = messages[at + 1]
            const day = dayAbove(message, messages[at - 1], now)
            const isLast = !next || next.role !== message.role || dayAbove(next, message, now) !== null
            return <Said key={message.id} message={message} name={names[message.role]} isLast={isLast} day={day} />
          })}
          {outbox.map((message) => (
            <Unsent key={message.clientId} message={message} isOnline={state.isOnline} retry={chat.retry} />
          ))}
          {shown.map((draft) => (
            <BeingWritten key={`draft-${draft.clientId}`} draft={draft} name={assistant} retry={chat.retry} />
          ))}
        </ul>
      </div>
      <div class="below">
        {isAway ? (
          <button type="button" class="newest" onClick={toEnd}>
            {words.newest}
          </button>
        ) : null}
      </div>
    </>
  )
}
