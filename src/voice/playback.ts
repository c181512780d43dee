import { BYTES_PER_MS } from './stream-frames.ts'

/** One answer of the model, as far as its sound has gone. */
interface Sounding {
  itemId: string
  sentBytes: number
  /** up to where the caller has certainly heard it, in milliseconds */
  playedMs: number
  /** the caller's clock when that was so: what they have heard since is at most the time since */
  playedAt: number
}

export interface Interruption {
  itemId: string
  /** how much of the answer the caller has heard */
  audioEndMs: number
  /** how much of it was sent */
  sentMs: number
}

/**
 * What the caller has heard. Sound is sent faster than it is played, so each piece is followed by a mark that Twilio
 * returns once it is played; between two marks the caller's own frames tell the time.
 */
export function createPlayback() {
  const answers = new Map<string, Sounding>()
  const marks = new Map<string, { itemId: string; endMs: number }>()
  let clock = 0
  let made = 0

  return {
    /** The timestamp of a frame of the caller's, milliseconds since the stream began. */
    tick(timestamp: number) {
      if (timestamp > clock) clock = timestamp
    },
    /** Sound was sent; the mark to send after it. */
    sent(itemId: string, bytes: number): string {
      const isFirst = marks.size === 0
      const answer = answers.get(itemId) ?? { itemId, sentBytes: 0, playedMs: 0, playedAt: clock }
      answers.set(itemId, answer)
      // After a gap it is played from now on.
      if (isFirst) answer.playedAt = clock
      answer.sentBytes += bytes
      made += 1
      const name = `m${made}`
      marks.set(name, { itemId, endMs: answer.sentBytes / BYTES_PER_MS })
      return name
    },
    /** A mark came back; one that is not known belongs to sound that was dropped. */
    played(name: string) {
      const mark = marks.get(name)
      if (!mark) return
      // Marks return in order: the ones before it are played as well.
      for (const earlier of marks.keys()) {
        marks.delete(earlier)
        if (earlier === name) break
      }
      const answer = answers.get(mark.itemId)
      if (answer) Object.assign(answer, { playedMs: mark.endMs, playedAt: clock })
      const next = marks.values().next().value
      const following = next && next.itemId !== mark.itemId ? answers.get(next.itemId) : undefined
      if (following) following.playedAt = clock
      for (const itemId of answers.keys()) {
        if (itemId !== mark.itemId && ![...marks.values()].some((left) => left.itemId === itemId))
          answers.delete(itemId)
      }
    },
    get isPlaying() {
      return marks.size > 0
    },
    /** The caller cuts in: what was not played is forgotten. Per answer under way, the one being heard first. */
    interrupt(): Interruption[] {
      const left = [...new Set([...marks.values()].map(({ itemId }) => itemId))]
      const cut = left.flatMap((itemId, place) => {
        const answer = answers.get(itemId)
        if (!answer) return []
        const sentMs = answer.sentBytes / BYTES_PER_MS
        const heard = place === 0 ? answer.playedMs + Math.max(0, clock - answer.playedAt) : 0
        const untilNextMark = [...marks.values()].find((mark) => mark.itemId === itemId)?.endMs ?? sentMs
        return { itemId, audioEndMs: Math.floor(Math.min(heard, untilNextMark)), sentMs: Math.floor(sentMs) }
      })
      marks.clear()
      answers.clear()
      return cut
    },
  }
}
