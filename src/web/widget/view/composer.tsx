/** @jsxImportSource hono/jsx/dom */
import type { RefObject } from 'hono/jsx/dom'
import { words } from '../words.ts'
import { SendIcon } from './icons.tsx'

/** Where the visitor writes: Enter sends, Shift+Enter begins a line. */
export const Composer = ({
  say,
  field,
}: {
  say: (text: string) => void
  field: RefObject<HTMLTextAreaElement | null>
}) => {
  const send = (event: Event) => {
    event.preventDefault()
    const box = field.current
    if (!box?.value.trim()) return
    say(box.value)
    box.value = ''
    box.focus()
  }
  // An input method uses Enter to choose a word.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event)
  }
  return (
    <form class="composer" onSubmit={send}>
      <label class="unseen" for="message">
        {words.message}
      </label>
      <textarea
        id="message"
        rows={1}
        maxLength={4000}
        placeholder={words.placeholder}
        autocomplete="off"
        enterkeyhint="send"
        ref={field}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="main" aria-label={words.send}>
        <SendIcon />
      </button>
    </form>
  )
}
