import { describe, expect, jest, test } from 'bun:test'
import { createRoute } from '@hono/zod-openapi'
import { createAuth } from '../../src/http/auth.ts'
import { createKeyUsage } from '../../src/http/key-usage.ts'
import { newRouter } from '../../src/http/validation.ts'
import { createLogger } from '../../src/logger.ts'
import { bearer, KEY_ID, startShell } from '../fakes/shell.ts'

const KEY = 'rk_0123456789abcdefghij'
const OTHER = 'rk_abcdefghij0123456789'
const OTHER_ID = '0190f3c2-6d5e-7a10-8b1c-000000000002'
const get = (shell: ReturnType<typeof startShell>, headers: Record<string, string> = {}) =>
  shell.app.request('/metrics', { headers })

describe('API keys', () => {
  test('without a key the answer is 401 with a challenge and no error code', async () => {
    const response = await get(startShell())
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="rapport"')
    expect(await response.json()).toMatchObject({ code: 'unauthorized' })
  })

  test('an unknown key is 401 invalid_token', async () => {
    const shell = startShell()
    const response = await get(shell, { Authorization: `Bearer ${KEY}` })
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="rapport", error="invalid_token"')
    expect(shell.api.resolves).toBe(1)
  })

  test.each([
    'Basic cms6eA==',
    'Bearer',
    'Bearer rk_short',
    `Bearer sk_${KEY}`,
    `Bearer ${KEY} x`,
    `Bearer rk_${'a'.repeat(200)}`,
  ])('the header %p is 401 without asking the database', async (header) => {
    const shell = startShell()
    const response = await get(shell, { Authorization: header })
    expect(response.status).toBe(401)
    expect(shell.api.resolves).toBe(0)
  })

  test('a key that is revoked between two requests is refused at the second', async () => {
    const shell = startShell()
    shell.api.addKey(KEY, ['metrics:read'])
    expect((await shell.app.request('/metrics', bearer(KEY))).status).toBe(200)
    shell.api.callers.clear()
    expect((await shell.app.request('/metrics', bearer(KEY))).status).toBe(401)
  })

  test('a key without the scope is 403 and told which scope is missing', async () => {
    const shell = startShell()
    shell.api.addKey(KEY, ['context:read'])
    const response = await shell.app.request('/metrics', bearer(KEY))
    expect(response.status).toBe(403)
    expect(response.headers.get('WWW-Authenticate')).toBe(
      'Bearer realm="rapport", error="insufficient_scope", scope="metrics:read"',
    )
    expect(await response.json()).toMatchObject({ code: 'missing_scope' })
  })

  test('admin opens every scope', async () => {
    const shell = startShell()
    shell.api.addKey(KEY, ['admin'])
    expect((await shell.app.request('/metrics', bearer(KEY))).status).toBe(200)
  })

  test('the database being away is 503 and not 401', async () => {
    const shell = startShell()
    shell.api.before = () => {
      throw Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
    }
    const response = await shell.app.request('/metrics', bearer(KEY))
    expect(response.status).toBe(503)
    expect(response.headers.has('Retry-After')).toBe(true)
  })

  test('a route behind secured() knows its caller and is refused before its body is looked at', async () => {
    const shell = startShell()
    shell.api.addKey(KEY, ['context:read'])
    const logger = createLogger({ level: 'silent', sink: () => {} })
    const auth = createAuth({
      api: shell.api,
      logger,
      clock: () => new Date(),
      publicUrl: 'http://127.0.0.1:8787',
      deferFlush: () => {},
    })
    const routes = newRouter()
    const responses = { 200: { description: 'ok' } }
    const route = createRoute({ method: 'get', path: '/test/me', ...auth.secured('context:read'), responses })
    routes.openapi(route, (c) => c.json(c.get('caller'), 200))
    shell.app.route('/', routes)
    expect((await shell.app.request('/test/me')).status).toBe(401)
    const response = await shell.app.request('/test/me', bearer(KEY))
    expect(await response.json()).toMatchObject({ keyId: KEY_ID, scopes: ['context:read'] })
  })
})

describe('last use of API keys', () => {
  const busy = async () => {
    const shell = startShell()
    shell.api.addKey(KEY, ['metrics:read'])
    shell.api.addKey(OTHER, ['metrics:read'], OTHER_ID)
    for (const key of [KEY, KEY, OTHER]) await shell.app.request('/metrics', bearer(key))
    return shell
  }

  test('requests write nothing; one deferred flush writes every key once', async () => {
    const shell = await busy()
    expect(shell.api.touched).toEqual([])
    expect(shell.deferred).toHaveLength(1)
    await shell.deferred[0]?.()
    const at = new Date('2026-11-21T15:00:00Z')
    expect(shell.api.touched).toEqual([{ keyIds: [KEY_ID, OTHER_ID], usedAt: [at, at] }])
  })

  test('after a flush the next use is deferred anew, and a flush of nothing asks nothing', async () => {
    const shell = await busy()
    await shell.deferred[0]?.()
    await shell.close()
    expect(shell.api.touched).toHaveLength(1)
    await shell.app.request('/metrics', bearer(OTHER))
    expect(shell.deferred).toHaveLength(2)
  })

  test('closing writes what is still noted', async () => {
    const shell = await busy()
    await shell.close()
    expect(shell.api.touched).toHaveLength(1)
  })

  test('a flush that fails is logged and its keys come with the next one', async () => {
    const shell = await busy()
    shell.api.before = () => {
      throw new Error('away')
    }
    await shell.deferred[0]?.()
    expect(shell.logs().at(-1)).toMatchObject({ level: 'warn', event: 'key_usage_not_written', count: 2 })
    shell.api.before = () => {}
    await shell.close()
    expect(shell.api.touched[0]?.keyIds).toEqual([KEY_ID, OTHER_ID])
  })

  test('a refused key is not noted, one that only lacks the scope is', async () => {
    const shell = startShell()
    await shell.app.request('/metrics', bearer(KEY))
    expect(shell.deferred).toEqual([])
    shell.api.addKey(KEY, ['context:read'])
    await shell.app.request('/metrics', bearer(KEY))
    expect(shell.deferred).toHaveLength(1)
  })

  test('by default the flush comes by itself five seconds after the first use', () => {
    jest.useFakeTimers()
    try {
      const touched: string[][] = []
      const touch = async ({ keyIds }: { keyIds: string[] }) => touched.push(keyIds)
      const usage = createKeyUsage({ touch, logger: createLogger({ level: 'silent', sink: () => {} }) })
      usage.note(KEY_ID, new Date())
      jest.advanceTimersByTime(4999)
      expect(touched).toEqual([])
      jest.advanceTimersByTime(1)
      expect(touched).toEqual([[KEY_ID]])
    } finally {
      jest.useRealTimers()
    }
  })
})
