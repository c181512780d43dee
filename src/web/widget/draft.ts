import type { Draft } from './types.ts'

export const emptyDraft = (clientId: string): Draft => ({
  clientId,
  text: '',
  generation: null,
  tool: null,
  isQueued: false,
  hasFailed: false,
})

/**
 * The draft with one more piece. The event's id is `<message>:<generation>:<offset after it>`, in UTF-16 units: a piece
 * that comes again after a reconnection takes its own place, and another generation begins anew.
 */
export function addDelta(draft: Draft, text: string, id: string | null): Draft {
  const [, generation = null, after] = /^.*:([^:]*):(\d+)$/.exec(id ?? '') ?? []
  const isSame = draft.generation === null || generation === null || generation === draft.generation
  const written = isSame ? draft.text : ''
  const from = after === undefined ? written.length : Math.max(0, Number(after) - text.length)
  return {
    ...draft,
    text: written.slice(0, from) + text,
    generation: generation ?? draft.generation,
    tool: null,
    isQueued: false,
    hasFailed: false,
  }
}

/** The draft without what was written so far: another one begins. */
export const startAgain = (draft: Draft): Draft => ({ ...draft, text: '', tool: null })
