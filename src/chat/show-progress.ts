import type { ChatProgress } from './progress-reader.ts'

/** Sends one event of a stream; `id` is what `Last-Event-ID` says of it. */
export type SendEvent = (event: string, data: unknown, id?: string) => void

/** How far a browser has come: this much of this generation's text, in UTF-16 units. */
export interface Place {
  generation: number
  offset: number
}

const placePattern = /^([0-9a-f-]{36}):(\d{1,9}):(\d{1,9})$/

/** The place that a `Last-Event-ID` names in the answer to this message; null when it names none. */
export function placeOf(lastEventId: string | undefined, messageId: string): Place | null {
  const [, id, generation, offset] = placePattern.exec(lastEventId ?? '') ?? []
  return id === messageId ? { generation: Number(generation), offset: Number(offset) } : null
}

/**
 * Turns what becomes of an answer into the events of a stream: each time what is new since the last one, beginning at
 * `from`. Returns a function to be called with every progress.
 */
export function showProgress(messageId: string, from: Place | null, send: SendEvent): (progress: ChatProgress) => void {
  let place = from
  const tools: string[] = []

  const showTools = (now: readonly { name: string; state: string }[]) => {
    for (const [index, { name, state }] of now.entries()) {
      if (tools[index] === state) continue
      if (tools[index] === undefined && state !== 'started') send('tool', { name, state: 'started' })
      tools[index] = state
      send('tool', { name, state })
    }
  }

  return (progress) => {
    if (progress.state === 'queued') return
    if (progress.state === 'done') {
      send('message', progress.reply, `${messageId}:done`)
      if (progress.usage) send('usage', progress.usage)
      send('done', {})
      return
    }
    const { generation, text } = progress
    if (place !== null && place.generation !== generation) {
      // Nothing was shown of the one before: nothing is to be forgotten.
      if (place.offset > 0) send('error', { code: progress.failure ?? 'unavailable', recovering: true })
      tools.length = 0
      place = null
    }
    place ??= { generation, offset: 0 }
    showTools(progress.tools)
    if (text.length <= place.offset) return
    const delta = text.slice(place.offset)
    place = { generation, offset: text.length }
    send('delta', { text: delta }, `${messageId}:${generation}:${text.length}`)
  }
}
