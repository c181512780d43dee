import { Backend, messages, readString } from './wire-messages.ts'

/** What the engine answered to one unit. */
export interface Answer {
  /** everything for the client, in order, without notifications */
  parts: Buffer[]
  notifications: Buffer[]
  /** of the last ReadyForQuery: I idle, T in a transaction, E in a failed one; null when there was none */
  status: string | null
  /** the first ErrorResponse */
  error: Buffer | null
  /** the session's role may have changed (SET, RESET, DISCARD, or the server reported a change of superuser) */
  roleTouched: boolean
  unlistened: boolean
}

const ROLE_TAGS = /^(?:SET|RESET|DISCARD)\b/

/** Takes an engine's answer apart. @param dropCopyIn leave CopyInResponse out: the client has had one already */
export function readAnswer(bytes: Buffer, dropCopyIn = false): Answer {
  const answer: Answer = {
    parts: [],
    notifications: [],
    status: null,
    error: null,
    roleTouched: false,
    unlistened: false,
  }
  let from = 0
  const cut = (start: number, end: number) => {
    if (start > from) answer.parts.push(bytes.subarray(from, start))
    from = end
  }
  for (const { type, start, end } of messages(bytes)) {
    if (type === Backend.ready) answer.status = String.fromCharCode(bytes[start + 5] ?? 0)
    else if (type === Backend.error) answer.error ??= bytes.subarray(start, end)
    else if (type === Backend.notification) {
      cut(start, end)
      answer.notifications.push(bytes.subarray(start, end))
    } else if (type === Backend.copyInResponse && dropCopyIn) cut(start, end)
    else if (type === Backend.commandComplete) {
      const tag = readString(bytes, start + 5).text
      answer.roleTouched ||= ROLE_TAGS.test(tag)
      answer.unlistened ||= tag === 'UNLISTEN'
    } else if (type === Backend.parameterStatus)
      answer.roleTouched ||= readString(bytes, start + 5).text === 'is_superuser'
  }
  cut(bytes.length, bytes.length)
  return answer
}
