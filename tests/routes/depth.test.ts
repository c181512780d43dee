import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { MAX_JSON_DEPTH, nestsDeeperThan } from '../../src/http/depth.ts'
import { isOfNow } from '../../src/http/replay.ts'
import { startShell } from '../fakes/shell.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

describe('JSON from outside', () => {
  const post = (body: string, contentType = 'application/json') => {
    const shell = startShell()
    const seen: unknown[] = []
    shell.app.post('/test/echo', async (c) => {
      seen.push(await c.req.text())
      return c.text('ok')
    })
    const answer = shell.app.request('/test/echo', { method: 'POST', body, headers: { 'Content-Type': contentType } })
    return Promise.resolve(answer).then((response) => ({ response, seen }))
  }

  test('nests at most 64 levels; deeper is refused before the route sees it', async () => {
    expect((await post(nested(MAX_JSON_DEPTH))).response.status).toBe(200)
    const { response, seen } = await post(nested(MAX_JSON_DEPTH + 1))
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'malformed_body' })
    expect(seen).toEqual([])
    expect(
      (await post(`{"a":${'{"a":'.repeat(300_000 / 5)}`, 'application/vnd.x+json; charset=utf-8')).response.status,
    ).toBe(400)
  })

  test('comes to the route byte for byte, so that a signature over it still fits', async () => {
    const body = '{ "a" :\t"ü\u{1f527}", "b": [1.0, 1e3] }\r\n'
    expect((await post(body)).seen).toEqual([body])
  })

  test('is measured as a parser would, whatever stands in its strings', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), fc.string(), (value, text) => {
        const document = { [`${text}[{"\\`]: value, text: `${text}}]"` }
        const depth = depthOf(JSON.parse(JSON.stringify(document)))
        const json = bytes(JSON.stringify(document))
        expect([nestsDeeperThan(json, depth), nestsDeeperThan(json, depth - 1)]).toEqual([false, true])
      }),
      { numRuns: 1000 },
    )
  })

  test('of other content types is not looked at', async () => {
    expect((await post(nested(100), 'text/plain')).response.status).toBe(200)
  })
})

describe('a timestamp that a vendor signed', () => {
  const now = new Date('2026-11-21T15:00:00Z')
  const at = (offset: number) => String(now.getTime() / 1000 + offset)
  test.each([0, 1, -1, 300, -300])('%p seconds off is of now', (offset) => {
    expect(isOfNow(at(offset), now)).toBe(true)
  })
  test.each([301, -301, 1e6, -1e9])('%p seconds off is a replay', (offset) => {
    expect(isOfNow(at(offset), now)).toBe(false)
  })
  test.each([undefined, null, '', 'now', '-1', '1e9', ' 1795273200', `${at(0)}.5`, '9'.repeat(40), `${now.getTime()}`])(
    '%p is none',
    (timestamp) => {
      expect(isOfNow(timestamp, now)).toBe(false)
    },
  )
})
