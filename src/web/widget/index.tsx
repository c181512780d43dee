/** @jsxImportSource hono/jsx/dom */
import { render } from 'hono/jsx/dom'
import { openChat } from './browser.ts'
import type { Chat } from './chat.ts'
import { styles } from './styles.ts'
import { themeCss } from './theme.ts'
import type { Door } from './types.ts'
import { Launcher, Page } from './view/app.tsx'

/** A link's token is a signed one (three parts, the first a JSON object); anything else is a widget's public key. */
const doorOf = (text: string): Door => (/^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(text) ? { token: text } : { widget: text })

const sheetOf = (css: string) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}

/** Keeps the colours those of the business; `own` is what the page asked for. */
function paint(chat: Chat, theme: CSSStyleSheet, own: string | undefined): void {
  let painted = ''
  const update = () => {
    const css = themeCss(chat.state().business?.accentColor ?? own)
    if (css !== painted) theme.replaceSync(css)
    painted = css
  }
  chat.subscribe(update)
  update()
}

/**
 * `<script src="…/widget.js" data-chat="<public key or link token>">`: a launcher and its window on the page that holds it.
 * `data-page` names an element to fill instead; `data-accent` (#rrggbb) colours the launcher until the chat is opened.
 */
function mount(script: HTMLScriptElement): void {
  const { chat: key, page, accent } = script.dataset
  if (!key) {
    console.error('Rapport: the script needs data-chat')
    return
  }
  const host = document.createElement('rapport-chat')
  const root = host.attachShadow({ mode: 'open' })
  const theme = new CSSStyleSheet()
  root.adoptedStyleSheets = [sheetOf(styles), theme]
  const chat = openChat(new URL('.', script.src).href.replace(/\/$/, ''), doorOf(key))
  paint(chat, theme, accent)
  const place = page ? document.getElementById(page) : document.body
  if (page) {
    chat.subscribe(() => {
      const name = chat.state().business?.name
      if (name && document.title !== name) document.title = name
    })
  }
  place?.append(host)
  render(page ? <Page chat={chat} /> : <Launcher chat={chat} />, root as unknown as HTMLElement)
}

// A module has no currentScript.
const script = (document.currentScript ?? document.querySelector('script[data-chat]')) as HTMLScriptElement | null
if (script) {
  if (document.body) mount(script)
  else addEventListener('DOMContentLoaded', () => mount(script), { once: true })
}
