import type { ChatFailure, ChatMessage, ChatUsage, Draft, DraftHub } from './draft-hub.ts'
import type { DraftSaver, HeldDraft } from './draft-saver.ts'

/** What a model writes as its last line to hand over to a person: nobody is shown it. */
const MARK = '[[PERSON]]'

/** A text that is still being written, without the mark and without what may yet become one. */
export function visiblePart(text: string): string {
  if (!text.includes('[')) return text
  // A line break in its place, as api.submit_chat_reply leaves: what stood around it must not become another one.
  const shown = text.replaceAll(MARK, '\n')
  for (let length = Math.min(MARK.length - 1, shown.length); length > 0; length -= 1) {
    if (shown.endsWith(MARK.slice(0, length))) return shown.slice(0, -length)
  }
  return shown
}

/** Writes one reply where those who watch it see it. */
export interface DraftWriter {
  /** Fires when another writer took over: what is written from then on is for nobody. */
  signal: AbortSignal
  write(delta: string): void
  /** What was written so far is void. */
  restart(failure: ChatFailure): void
  tool(name: string, state: 'started' | 'done' | 'failed'): void
  /** It is stored. */
  finish(done: { reply: ChatMessage; usage: ChatUsage }): void
  /** It is given up. */
  drop(): void
}

type Beginning = Pick<Draft, 'tenantId' | 'conversationId' | 'answersMessageId' | 'generation'> & { writerId: string }

/** Begins a draft in the hub of this process, if it has one, and in the database. */
export function beginDraft(
  { writerId, ...beginning }: Beginning,
  { hub, saver }: { hub: DraftHub | undefined; saver: DraftSaver },
): DraftWriter {
  const lost = new AbortController()
  const draft: Draft = { ...beginning, text: '', tools: [], failure: null, done: null, isDropped: false }
  let written = ''
  /** whether what is shown is exactly what is written */
  let isPlain = true
  const held: HeldDraft = {
    draft,
    writerId,
    hasChanged: false,
    savedAt: performance.now(),
    saved: { generation: beginning.generation, units: 0, characters: 0 },
    onLost: () => lost.abort(new Error('another writer took over')),
  }
  const changed = () => {
    held.hasChanged = true
    hub?.tell(draft)
  }
  const end = () => {
    saver.release(held)
    hub?.tell(draft)
  }
  saver.hold(held)
  hub?.show(draft)

  return {
    signal: lost.signal,
    write(delta) {
      written += delta
      isPlain &&= !delta.includes('[')
      draft.text = isPlain ? written : visiblePart(written)
      changed()
    },
    restart(failure) {
      written = ''
      isPlain = true
      Object.assign(draft, { generation: draft.generation + 1, text: '', failure })
      changed()
    },
    tool(name, state) {
      const running = draft.tools.findLastIndex((tool) => tool.name === name && tool.state === 'started')
      if (state === 'started' || running < 0) draft.tools = [...draft.tools, { name, state }]
      else draft.tools = draft.tools.with(running, { name, state })
      changed()
    },
    finish(done) {
      draft.done = done
      end()
    },
    drop() {
      draft.isDropped = true
      end()
    },
  }
}
