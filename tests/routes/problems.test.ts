import { describe, expect, test } from 'bun:test'
import { createRoute, z } from '@hono/zod-openapi'
import { ProblemError } from '../../src/http/problem.ts'
import { startShell } from '../fakes/shell.ts'

const echo = createRoute({
  method: 'post',
  path: '/test/echo/{id}',
  request: {
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.coerce.number().int().max(10).optional() }),
    body: { required: true, content: { 'application/json': { schema: z.strictObject({ phone: z.string().max(5) }) } } },
  },
  responses: { 200: { description: 'ok' } },
})
const ID = '0190f3c2-6d5e-7a10-8b1c-2f4d5e6a7b8c'

const start = () => {
  const shell = startShell()
  shell.app.openapi(echo, (c) => c.json({}, 200))
  shell.app.get('/test/throw', () => {
    throw new ProblemError('forbidden_by_rule', { rule: 'demo' })
  })
  const post = (path: string, body: string, type: string | null = 'application/json') =>
    shell.app.request(path, { method: 'POST', body, headers: type ? { 'Content-Type': type } : {} })
  const raise = (error: unknown) => {
    shell.app.get('/test/raise', () => {
      throw error
    })
    return shell.app.request('/test/raise')
  }
  return { ...shell, post, raise }
}

const problemOf = async (response: Response) => {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  const body = (await response.json()) as Record<string, unknown>
  expect(body.status).toBe(response.status)
  expect(body.type).toBe(`http://127.0.0.1:8787/docs#error-${body.code}`)
  expect(body.requestId).toBe(response.headers.get('X-Request-Id'))
  expect(typeof body.title).toBe('string')
  return body
}

describe('problems', () => {
  test('a path that no route has is route_not_found', async () => {
    const { app } = start()
    const response = await app.request('/nowhere')
    expect(response.status).toBe(404)
    expect((await problemOf(response)).code).toBe('route_not_found')
  })

  test('a known path with another method is 405 with the methods that it takes', async () => {
    const { app } = start()
    const response = await app.request('/healthz', { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe('GET, HEAD')
    expect((await problemOf(response)).code).toBe('method_not_allowed')
  })

  test('what does not fit the schema is 422 with place and reason, without the values', async () => {
    const { post } = start()
    const response = await post(`/test/echo/${ID}`, JSON.stringify({ phone: '+15125550100' }))
    expect(response.status).toBe(422)
    const body = await problemOf(response)
    expect(body.code).toBe('validation_failed')
    expect(body.errors).toEqual([
      { in: 'body', pointer: '/phone', code: 'too_big', detail: expect.stringContaining('Too big') },
    ])
    expect(JSON.stringify(body)).not.toContain('5125550100')
  })

  test('bad path and query parameters are named with where they stand', async () => {
    const { post } = start()
    const path = await problemOf(await post('/test/echo/15125550100', '{"phone":"1"}'))
    expect(path.errors).toEqual([expect.objectContaining({ in: 'path', pointer: '/id' })])
    const query = await problemOf(await post(`/test/echo/${ID}?limit=99`, '{"phone":"1"}'))
    expect(query.errors).toEqual([expect.objectContaining({ in: 'query', pointer: '/limit' })])
    expect(JSON.stringify(path)).not.toContain('5125550100')
  })

  test('the name of an unknown field, which could be anything, is not repeated', async () => {
    const { post } = start()
    const body = await problemOf(await post(`/test/echo/${ID}`, '{"phone":"1","Ann Miller":1}'))
    expect(body.code).toBe('validation_failed')
    expect(JSON.stringify(body)).not.toContain('Ann')
  })

  test('a body that is not JSON is malformed_body', async () => {
    const { post } = start()
    const response = await post(`/test/echo/${ID}`, '{"phone"')
    expect(response.status).toBe(400)
    expect((await problemOf(response)).code).toBe('malformed_body')
  })

  test('another content type, or none, is 415', async () => {
    const { post } = start()
    for (const type of ['text/csv', null]) {
      const response = await post(`/test/echo/${ID}`, 'a,b', type)
      expect(response.status).toBe(415)
      expect((await problemOf(response)).code).toBe('unsupported_media_type')
    }
  })

  test('a ProblemError thrown in a route answers with its code and extras', async () => {
    const { app } = start()
    const response = await app.request('/test/throw')
    expect(response.status).toBe(403)
    expect(await problemOf(response)).toMatchObject({ code: 'forbidden_by_rule', rule: 'demo' })
  })

  test('an SQLSTATE of ours answers with its status, rule and hint, and nothing else of the database', async () => {
    const { raise } = start()
    const error = Object.assign(new Error('Ann +15125550100 opted out'), {
      code: 'RP005',
      constraint_name: 'consent',
      hint: 'They can text START.',
      detail: 'Key (phone)=(+15125550100)',
    })
    const response = await raise(error)
    expect(response.status).toBe(403)
    const body = await problemOf(response)
    expect(body).toMatchObject({ code: 'forbidden_by_rule', rule: 'consent', hint: 'They can text START.' })
    expect(JSON.stringify(body)).not.toMatch(/Ann|5125550100/)
  })

  test('an unknown error is 500 and neither answer nor log holds its text', async () => {
    const { raise, lines, logs } = start()
    const response = await raise(new Error('secret of Ann Miller'))
    expect(response.status).toBe(500)
    expect((await problemOf(response)).code).toBe('internal_error')
    expect(lines.join('\n')).not.toContain('Ann Miller')
    const failure = logs().find((line) => line.event === 'request_failed')
    expect(failure).toMatchObject({ level: 'error', requestId: response.headers.get('X-Request-Id') })
    expect(JSON.stringify(failure?.error)).toContain('problems.test.ts')
  })

  test.each(['ECONNREFUSED', '57P01', '40001', '40P01'])('the code %p is 503 with Retry-After', async (code) => {
    const { raise } = start()
    const response = await raise(Object.assign(new Error('x'), { code }))
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
    await problemOf(response)
  })

  test('an error still carries the security headers', async () => {
    const { raise } = start()
    const response = await raise(new Error('x'))
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'self'")
  })
})
