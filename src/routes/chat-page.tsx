// Bun looks for tsconfig.json where it was started, and Rapport may be started anywhere.
/** @jsxImportSource hono/jsx */

import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { AppEnv } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { chatPageStyle } from './chat-page-style.ts'

/** As long as a signed token may be; what is longer or has other characters cannot be one. */
const token = /^[A-Za-z0-9_.-]{1,4096}$/

const Shell = ({ nonce, title, children }: { nonce: string; title: string; children: unknown }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
      <meta name="robots" content="noindex, nofollow" />
      <title>{title}</title>
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <style nonce={nonce}>{raw(chatPageStyle)}</style>
    </head>
    <body>{children}</body>
  </html>
)

/** The page asks the API itself whether the link still holds, and says so when it does not. */
const ChatPage = ({ nonce, link }: { nonce: string; link: string }) => (
  <Shell nonce={nonce} title="Chat">
    <main id="chat" />
    <noscript>
      <p class="note">This chat needs JavaScript. Please switch it on, or call or text us.</p>
    </noscript>
    <script src="/widget.js" data-chat={link} data-page="chat" />
  </Shell>
)

const NoSuchLink = ({ nonce }: { nonce: string }) => (
  <Shell nonce={nonce} title="This link does not work">
    <main class="note">
      <h1>This link does not work</h1>
      <p>It may have been cut off on its way. Please open it once more from our message, or ask us for a new one.</p>
    </main>
  </Shell>
)

/**
 * `GET /chat/{token}`: the page behind the link in an e-mail or a text message. The token is a key, and it stands in the
 * address: the page is not kept, not indexed, and tells nobody where it was (Referrer-Policy of every answer).
 */
export const chatPageRoutes = () => {
  const routes = newRouter()
  const page = (c: Context<AppEnv>) => {
    const nonce = c.get('secureHeadersNonce') ?? ''
    const link = c.req.param('token') ?? ''
    const isWhole = token.test(link)
    c.header('Cache-Control', 'no-store')
    c.header('X-Robots-Tag', 'noindex, nofollow')
    const content = isWhole ? <ChatPage nonce={nonce} link={link} /> : <NoSuchLink nonce={nonce} />
    return c.html(html`<!DOCTYPE html>${content}`, isWhole ? 200 : 404)
  }
  routes.get('/chat/:token', page)
  return routes
}
