/** @jsxImportSource hono/jsx/dom */
import { useEffect, useLayoutEffect, useRef, useState } from 'hono/jsx/dom'
import type { Chat } from '../chat.ts'
import type { ChatState } from '../state.ts'
import { words } from '../words.ts'
import { ChatIcon, CloseIcon } from './icons.tsx'
import { Window } from './window.tsx'

const useChatState = (chat: Chat): ChatState => {
  const [state, setState] = useState(chat.state())
  useEffect(() => {
    // Tokens come faster than a screen is drawn.
    let frame = 0
    const draw = () => {
      frame = 0
      setState(chat.state())
    }
    draw()
    return chat.subscribe(() => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    })
  }, [])
  return state
}

/** The chat as a whole page. */
export const Page = ({ chat }: { chat: Chat }) => {
  const state = useChatState(chat)
  const field = useRef<HTMLTextAreaElement | null>(null)
  useEffect(() => {
    chat.setOpen(true)
    chat.start()
  }, [])
  return (
    <div class="window page">
      <Window state={state} chat={chat} field={field} close={null} />
    </div>
  )
}

/** Where the window covers the page, it must also keep the keyboard. */
const coversPage = () => matchMedia('(max-width: 480px), (max-height: 480px)').matches

/** A button in the corner of somebody's page, and the window that it opens. */
export const Launcher = ({ chat }: { chat: Chat }) => {
  const state = useChatState(chat)
  const button = useRef<HTMLButtonElement | null>(null)
  const dialog = useRef<HTMLDialogElement | null>(null)
  const field = useRef<HTMLTextAreaElement | null>(null)
  const hasClosed = useRef(false)
  const [isOpen, setOpen] = useState(false)

  const open = () => {
    if (coversPage()) dialog.current?.showModal()
    else dialog.current?.show()
    setOpen(true)
    chat.setOpen(true)
    chat.start()
    chat.refresh()
    field.current?.focus()
  }
  const close = () => dialog.current?.close()
  const onClose = (event: Event) => {
    if (event.target !== dialog.current) return
    setOpen(false)
    chat.setOpen(false)
    hasClosed.current = true
  }
  // The button may have been hidden until now.
  useLayoutEffect(() => {
    if (hasClosed.current) button.current?.focus()
    hasClosed.current = false
  }, [isOpen])
  const onKeyDown = (event: KeyboardEvent) => {
    // A dialog within this one takes its own Escape.
    if (event.key !== 'Escape' || dialog.current?.querySelector('dialog[open]')) return
    event.stopPropagation()
    close()
  }
  const label = isOpen ? words.close : words.chatWith(state.business?.name ?? null)
  return (
    <>
      <dialog class="window" aria-labelledby="title" ref={dialog} onClose={onClose} onKeyDown={onKeyDown}>
        <Window state={state} chat={chat} field={field} close={close} />
      </dialog>
      <button
        type="button"
        class="launcher"
        aria-label={state.unread > 0 ? `${label}, ${words.unread(state.unread)}` : label}
        aria-haspopup="dialog"
        aria-expanded={isOpen ? 'true' : 'false'}
        ref={button}
        onClick={isOpen ? close : open}
      >
        {isOpen ? <CloseIcon /> : <ChatIcon />}
        {state.unread > 0 ? (
          <span class="badge" aria-hidden="true">
            {state.unread > 9 ? '9+' : state.unread}
          </span>
        ) : null}
      </button>
    </>
  )
}
