import { describe, expect, test } from 'bun:test'
import { startShell } from '../fakes/shell.ts'

const start = () => {
  const shell = startShell()
  for (const path of ['/test/any', '/webhooks/test']) {
    shell.app.post(path, async (c) => c.json({ bytes: (await c.req.arrayBuffer()).byteLength }))
  }
  return shell
}
const body = (bytes: number) => new Uint8Array(bytes)

/** A body that comes in pieces and does not say how long it will be. */
const stream = (bytes: number) =>
  new ReadableStream({
    pull(controller) {
      for (let sent = 0; sent < bytes; sent += 64 * 1024) controller.enqueue(body(64 * 1024))
      controller.close()
    },
  })

describe('limits', () => {
  test.each([
    ['/test/any', 1024 * 1024],
    ['/webhooks/test', 256 * 1024],
  ])('%p takes a body of %p bytes and refuses one more', async (path, limit) => {
    const { app } = start()
    const send = (bytes: number) =>
      app.request(path, { method: 'POST', body: body(bytes), headers: { 'Content-Length': String(bytes) } })
    expect(await (await send(limit)).json()).toEqual({ bytes: limit })
    const refused = await send(limit + 1)
    expect(refused.status).toBe(413)
    expect(await refused.json()).toMatchObject({
      code: 'body_too_large',
      detail: `At most ${limit} bytes are read here.`,
    })
  })

  test('a body that does not say its length is refused as soon as it is too long', async () => {
    const { app } = start()
    const response = await app.request('/test/any', { method: 'POST', body: stream(2 * 1024 * 1024) })
    expect(response.status).toBe(413)
  })

  test('a request that takes too long is 504 and its signal aborts', async () => {
    const shell = startShell({}, { requestTimeoutMs: 20 })
    let aborted: Promise<unknown> | undefined
    shell.app.get('/test/slow', (c) => {
      const signal = c.get('signal')
      aborted = new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)))
      return new Promise<Response>(() => {})
    })
    const response = await shell.app.request('/test/slow')
    expect(response.status).toBe(504)
    expect(await response.json()).toMatchObject({ code: 'time_limit' })
    expect(await aborted).toMatchObject({ problem: { code: 'time_limit' } })
  })

  test('a client that goes away aborts the signal', async () => {
    const shell = startShell()
    const client = new AbortController()
    let signal: AbortSignal | undefined
    shell.app.get('/test/gone', (c) => {
      signal = c.get('signal')
      client.abort()
      return c.text('late')
    })
    await shell.app.request(new Request('http://127.0.0.1/test/gone', { signal: client.signal }))
    expect(signal?.aborted).toBe(true)
  })

  test('strict transport security is sent only where the public URL is https', async () => {
    const header = async (url: string) =>
      (await startShell({ PUBLIC_URL: url }).app.request('/healthz')).headers.get('Strict-Transport-Security')
    expect(await header('http://127.0.0.1:8787')).toBeNull()
    expect(await header('https://rapport.example')).toContain('max-age=')
  })

  test('no answer can be framed or sniffed', async () => {
    const { headers } = await startShell().app.request('/healthz')
    expect(headers.get('X-Frame-Options')).toBe('DENY')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
  })
})
