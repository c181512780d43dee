import { staticAssets } from '../../src/web/static-assets.ts'
import type { ChatDouble } from '../fakes/chat-api.ts'

export const WIDGET = 'wk_acme'
export const LINK = 'eyJ0.bGluaw.c2ln'

const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'; img-src 'self'; base-uri 'none'"

const html = (body: string) =>
  new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><title>Acme</title>
    <link rel="icon" href="/favicon.svg"></head><body>${body}</body></html>`,
    { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy } },
  )

/**
 * A business's own web site whose policy of content security lets nothing in but scripts and requests of its origin, the
 * widget on it, and the double of the chat API behind it.
 */
export async function startSite(double: ChatDouble) {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    routes: {
      ...(await staticAssets()),
      '/': html(`<main><h1>Acme Plumbing</h1><p>We mend pipes.</p><a href="/about">About us</a></main>
        <script src="/widget.js" data-chat="${WIDGET}" data-accent="#b45309"></script>`),
      '/page': html(`<main id="chat"></main><script src="/widget.js" data-chat="${LINK}" data-page="chat"></script>`),
    },
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const { method, headers, signal } = request
      const body = request.body ? await request.text() : null
      try {
        return await fetch(double.url + pathname + search, {
          method,
          headers,
          signal,
          ...(body === null ? {} : { body }),
        })
      } catch {
        // The double pulled the plug.
        return new Response(null, { status: 502 })
      }
    },
  })
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) }
}
