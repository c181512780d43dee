import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Server, serve } from '../../src/bun.ts'
import { startShell } from '../fakes/shell.ts'

const KIB = 1024
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJjaGF0IjoiMSJ9.c2lnbmF0dXJl'
const shell = startShell({ PUBLIC_URL: 'https://rapport.example' })

describe('the page behind a link', () => {
  const page = () => shell.app.request(`/chat/${token}`)

  test('holds the widget with the link’s token and nothing else that runs', async () => {
    const answer = await page()
    const html = await answer.text()
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=UTF-8'])
    expect(html.match(/<script[^>]*>/g)).toEqual([`<script src="/widget.js" data-chat="${token}" data-page="chat">`])
    expect(html.replaceAll(/<script.*?<\/script>/g, '')).not.toContain(token)
  })

  test('is not kept, not indexed, not framed, and tells nobody its address', async () => {
    const { headers } = await page()
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('X-Robots-Tag')).toBe('noindex, nofollow')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Set-Cookie')).toBeNull()
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  test.each(['%3Cscript%3Ealert(1)%3C%2Fscript%3E', 'a%22%20onload=%22alert(1)', 'x'.repeat(4097), '%00'])(
    'is a friendly one for what is no token (%p)',
    async (text) => {
      const answer = await shell.app.request(`/chat/${text}`)
      const html = await answer.text()
      expect(answer.status).toBe(404)
      expect(html).toContain('This link does not work')
      expect(html).not.toContain('alert')
      expect(html).not.toContain('<script')
    },
  )

  test('leaves its token out of the log', async () => {
    const before = shell.lines.length
    await page()
    const logged = shell.lines.slice(before).join('\n')
    expect(logged).toContain('/chat/:token')
    expect(logged).not.toContain(token)
    expect(logged).not.toContain('c2lnbmF0dXJl')
  })
})

describe('the widget’s script', () => {
  let server: Server
  beforeAll(async () => {
    server = await serve({ app: shell.app, close: shell.close }, { port: 0, hostname: '127.0.0.1' })
  })
  afterAll(() => server.stop())
  const get = (headers: Record<string, string> = {}) => fetch(`${server.url}/widget.js`, { headers })

  test('has at most 20 KiB compressed, and no way to make markup of a message', async () => {
    const script = await (await get()).text()
    expect(Bun.gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(20 * KIB)
    expect(script.length).toBeGreaterThan(20 * KIB)
    // The renderer knows one way, for properties that no part of the widget gives it.
    expect(script.match(/innerHTML/g) ?? []).toHaveLength(script.match(/\.innerHTML=(""|\w+\.__html)/g)?.length ?? 0)
    expect(script).not.toMatch(/insertAdjacentHTML|document\.write|\beval\(|new Function|dangerouslySetInnerHTML:/)
    expect(script).not.toContain('jsxDEV')
  })

  test('may be loaded by any site, and is not sent again while it is the same', async () => {
    const first = await get({ Origin: 'https://shop.example' })
    expect(first.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(first.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect(first.headers.get('Content-Type')).toStartWith('text/javascript')
    const etag = first.headers.get('ETag') ?? ''
    expect(etag).not.toBe('')
    expect((await get({ 'If-None-Match': etag })).status).toBe(304)
    expect((await get({ 'If-None-Match': '"other"' })).status).toBe(200)
  })
})
