/** @jsxImportSource hono/jsx/dom */
import { memo } from 'hono/jsx/dom'
import { segmentsOf } from '../segments.ts'
import { clockTime, dayName, fullTime, isSameDay } from '../time.ts'
import type { Draft, Message, Outgoing } from '../types.ts'
import { toolWords, words } from '../words.ts'

/** A message's text: text nodes and links, never markup. */
const Text = ({ text }: { text: string }) => (
  <>
    {segmentsOf(text).map(({ text: piece, href }) =>
      href ? (
        <a href={href} {...(href.startsWith('http') ? { target: '_blank', rel: 'noopener noreferrer nofollow' } : {})}>
          {piece}
        </a>
      ) : (
        piece
      ),
    )}
  </>
)

const sideOf = { customer: 'mine', assistant: 'theirs', staff: 'theirs', system: 'system' } as const

/** What was said, by whom and when; `day` where the first one of a day stands. */
export const Said = memo(
  ({ message, name, isLast, day }: { message: Message; name: string; isLast: boolean; day: string | null }) => (
    <>
      {day ? <li class="day">{day}</li> : null}
      <li class={sideOf[message.role] ?? 'theirs'}>
        <span class="unseen">{name}: </span>
        <div class="bubble" dir="auto">
          <Text text={message.text} />
        </div>
        {isLast ? (
          <div class="about">
            {message.role === 'staff' ? `${name} · ` : null}
            <time dateTime={message.at} title={fullTime(message.at)}>
              {clockTime(message.at)}
            </time>
          </div>
        ) : null}
      </li>
    </>
  ),
)

/** The day to write above a message; null where it is that of the one before, or a clock that is wrong would go back. */
export const dayAbove = (message: Message, before: Message | undefined, now: Date): string | null =>
  before && (isSameDay(before.at, message.at) || message.at < before.at) ? null : dayName(message.at, now)

/** A message that is not stored yet. */
export const Unsent = ({ message, isOnline, retry }: { message: Outgoing; isOnline: boolean; retry: () => void }) => (
  <li class="mine">
    <span class="unseen">{words.you}: </span>
    <div class="bubble" dir="auto">
      <Text text={message.text} />
    </div>
    <div class="about">
      {message.state === 'failed' ? (
        <>
          <span class="bad">{words.notDelivered}</span>
          <button type="button" onClick={retry}>
            {words.retry}
          </button>
        </>
      ) : isOnline ? (
        words.sending
      ) : (
        words.waiting
      )}
    </div>
  </li>
)

const Writing = ({ draft, name }: { draft: Draft; name: string }) => {
  if (draft.tool) return <span class="work">{toolWords(draft.tool)}</span>
  return (
    <>
      <span class="unseen">{draft.isQueued ? words.queued : words.writing(name)}</span>
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </>
  )
}

/** An answer as far as it is written. */
export const BeingWritten = ({ draft, name, retry }: { draft: Draft; name: string; retry: () => void }) => (
  <li class="theirs">
    {draft.text ? (
      <div class="bubble" dir="auto">
        <Text text={draft.text} />
      </div>
    ) : null}
    {draft.hasFailed ? (
      <div class="about">
        <span class="bad">{words.notAnswered}</span>
        <button type="button" onClick={retry}>
          {words.retry}
        </button>
      </div>
    ) : draft.text && !draft.tool ? null : (
      <div class="bubble">
        <Writing draft={draft} name={name} />
      </div>
    )}
  </li>
)
