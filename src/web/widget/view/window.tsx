/** @jsxImportSource hono/jsx/dom */
import { type RefObject, useState } from 'hono/jsx/dom'
import type { Chat } from '../chat.ts'
import type { ChatState } from '../state.ts'
import { appointmentTime } from '../time.ts'
import { phaseNotice, verifyWords, words } from '../words.ts'
import { Composer } from './composer.tsx'
import { CloseIcon } from './icons.tsx'
import { Log } from './log.tsx'
import { Verify } from './verify.tsx'

const Known = ({ state }: { state: ChatState }) => {
  const { firstName, nextAppointment } = state.customer ?? {}
  return (
    <>
      {words.verified(firstName ?? null)}
      {nextAppointment?.start ? (
        <>
          <br />
          {words.next(appointmentTime(nextAppointment.start, nextAppointment.timeZone ?? state.business?.timeZone))}
        </>
      ) : null}
    </>
  )
}

const Strip = ({ state, verify }: { state: ChatState; verify: () => void }) => {
  if (!state.isOnline) return <p class="strip offline">{words.offline}</p>
  if (state.phase !== 'ready') return null
  return (
    <div class="strip">
      {state.isVerified ? (
        <Known state={state} />
      ) : (
        <button type="button" class="plain" onClick={verify}>
          {verifyWords.open}
        </button>
      )}
    </div>
  )
}

const QuickReplies = ({ state, say }: { state: ChatState; say: (text: string) => void }) => {
  const replies = state.business?.quickReplies ?? []
  const hasSpoken = state.outbox.length > 0 || state.messages.some(({ role }) => role === 'customer')
  if (hasSpoken || replies.length === 0 || state.phase !== 'ready') return null
  return (
    <fieldset class="quick">
      <legend class="unseen">{words.quickReplies}</legend>
      {replies.map((reply) => (
        <button type="button" key={reply} onClick={() => say(reply)}>
          {reply}
        </button>
      ))}
    </fieldset>
  )
}

/** What is in the chat's window, on a page of its own or over another one. */
export const Window = (props: {
  state: ChatState
  chat: Chat
  field: RefObject<HTMLTextAreaElement | null>
  close: (() => void) | null
}) => {
  const { state, chat, field, close } = props
  const [isVerifying, setVerifying] = useState(false)
  const name = state.business?.name ?? words.chatWith(null)
  const notice = phaseNotice[state.phase]
  const Title = close ? 'h2' : 'h1'
  const endVerifying = () => {
    setVerifying(false)
    field.current?.focus()
  }
  const say = (text: string) => {
    chat.say(text)
    field.current?.focus()
  }
  return (
    <>
      <header>
        <div>
          <Title id="title">{name}</Title>
          {state.business ? <p>{state.business.assistantName}</p> : null}
        </div>
        {close ? (
          <button type="button" aria-label={words.close} onClick={close}>
            <CloseIcon />
          </button>
        ) : null}
      </header>
      <Strip state={state} verify={() => setVerifying(true)} />
      <Log state={state} chat={chat} />
      {notice ? (
        <div class={state.messages.length + state.outbox.length > 0 ? 'over' : 'over alone'}>
          <p role="alert">{notice}</p>
          {state.phase === 'unreachable' || state.phase === 'off' ? (
            <button type="button" class="main" onClick={chat.start}>
              {words.retry}
            </button>
          ) : null}
        </div>
      ) : (
        <>
          <QuickReplies state={state} say={say} />
          <Composer say={chat.say} field={field} />
        </>
      )}
      <p class="unseen" role="status">
        <span key={state.announcement.at}>{state.announcement.text}</span>
      </p>
      {isVerifying ? <Verify chat={chat} close={endVerifying} /> : null}
    </>
  )
}
