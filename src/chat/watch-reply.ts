import type { Draft, DraftHub } from './draft-hub.ts'
import type { ChatProgress, ProgressReader } from './progress-reader.ts'

export interface WatchOptions {
  tenantId: string
  conversationId: string
  messageId: string
  /** the message was stored just now, so nobody can have begun to answer it */
  isNew: boolean
  read: ProgressReader
  /** absent: only the database is asked */
  hub?: DraftHub | undefined
  /** ends the watching */
  signal: AbortSignal
  /** told of everything that is new; a draft may be the same object as before, with more in it */
  onProgress(progress: ChatProgress): void
}

/** How often the database is asked: what is written elsewhere is saved at most every 250 ms. */
const WRITING_MS = 250
/** A draft that begins here is told of; this is for those that begin elsewhere. */
const QUEUED_MS = 400

const progressOf = (messageId: string, draft: Draft): ChatProgress =>
  draft.done
    ? { state: 'done', messageId, answersMessageId: draft.answersMessageId, ...draft.done }
    : {
        state: 'writing',
        messageId,
        answersMessageId: draft.answersMessageId,
        generation: draft.generation,
        text: draft.text,
        tools: draft.tools,
        failure: draft.failure,
      }

/**
 * Follows the answer to a chat message until it is stored: in this process where it is written here, else by asking the
 * database. Resolves when it is done or the signal fires.
 * @throws what the database throws
 */
export async function watchReply(options: WatchOptions): Promise<void> {
  const { tenantId, conversationId, messageId, read, hub, signal, onProgress } = options
  // Whether a draft answers this message too is the database's to say, but where it answers this very one.
  const answers = new Set([messageId])
  let isNew = options.isNew
  let pauseMs = QUEUED_MS
  while (!signal.aborted) {
    const draft = hub?.of(conversationId)
    if (hub && draft && answers.has(draft.answersMessageId)) {
      if (await follow(hub, draft, options)) return
      isNew = false
      continue
    }
    if (isNew) {
      isNew = false
      onProgress({ state: 'queued', messageId, isBehind: draft !== undefined })
    } else {
      const progress = await read(tenantId, messageId)
      if (signal.aborted || !progress) return
      onProgress(progress)
      if (progress.state === 'done') return
      if (progress.state === 'writing') answers.add(progress.answersMessageId)
      pauseMs = progress.state === 'writing' ? WRITING_MS : QUEUED_MS
    }
    const now = hub?.of(conversationId)
    if (now && answers.has(now.answersMessageId)) continue
    await otherDraft(hub, conversationId, pauseMs, signal)
  }
}

/** Follows a draft of this process until it ends; whether it was stored. */
function follow(hub: DraftHub, draft: Draft, { messageId, conversationId, signal, onProgress }: WatchOptions) {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const onAbort = () => resolve(false)
  const onChange = () => {
    if (!draft.isDropped) onProgress(progressOf(messageId, draft))
    if (draft.done || draft.isDropped) resolve(draft.done !== null)
  }
  const stop = hub.watch(conversationId, onChange)
  signal.addEventListener('abort', onAbort, { once: true })
  onChange()
  return promise.finally(() => {
    stop()
    signal.removeEventListener('abort', onAbort)
  })
}

/** Waits until another draft of the conversation is written here, or none any more, the time is up or the signal fires. */
function otherDraft(hub: DraftHub | undefined, conversationId: string, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const seen = hub?.of(conversationId)
  const wake = () => resolve()
  const onChange = () => {
    if (hub?.of(conversationId) !== seen) resolve()
  }
  const timer = setTimeout(wake, ms)
  const stop = hub?.watch(conversationId, onChange)
  signal.addEventListener('abort', wake, { once: true })
  return promise.finally(() => {
    clearTimeout(timer)
    stop?.()
    signal.removeEventListener('abort', wake)
  })
}
