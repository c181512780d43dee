import { describe, expect, test } from 'bun:test'
import { createRoute, z } from '@hono/zod-openapi'
import { problemResponses } from '../../src/http/openapi.ts'
import { newRouter } from '../../src/http/validation.ts'
import { startShell } from '../fakes/shell.ts'

interface Operation {
  security?: unknown
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>
}
interface Spec {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { securitySchemes: unknown; schemas: Record<string, unknown> }
}

const start = () => {
  const shell = startShell({ PUBLIC_URL: 'https://rapport.example' })
  const routes = newRouter()
  const route = createRoute({
    method: 'post',
    path: '/test/people/{id}',
    summary: 'Changes <b>a person</b>',
    security: [{ apiKey: ['customers:write'] }],
    request: {
      params: z.object({ id: z.uuid() }),
      query: z.object({ kind: z.enum(['a', 'b']) }),
      body: {
        content: { 'application/json': { schema: z.object({ name: z.string().openapi({ example: "O'Hara" }) }) } },
      },
    },
    responses: { 200: { description: 'Changed' }, ...problemResponses('not_found', 'ambiguous', 'conflict') },
  })
  routes.openapi(route, (c) => c.json({}, 200))
  shell.app.route('/', routes)
  return shell
}
const spec = async (shell = start()) => (await (await shell.app.request('/openapi.json')).json()) as Spec

describe('OpenAPI', () => {
  test('the document is 3.1, describes the mounted routes and knows the key', async () => {
    const document = await spec()
    expect(document.openapi).toBe('3.1.0')
    for (const path of ['/healthz', '/api/health', '/metrics', '/webhooks/twilio/sms', '/test/people/{id}']) {
      expect(Object.keys(document.paths)).toContain(path)
    }
    expect(document.components.securitySchemes).toMatchObject({ apiKey: { type: 'http', scheme: 'bearer' } })
    expect(document.paths['/metrics']?.get?.security).toEqual([{ apiKey: ['metrics:read'] }])
  })

  test('a public metrics route is described without a key', async () => {
    const document = await spec(startShell({ METRICS_PUBLIC: 'true' }))
    expect(document.paths['/metrics']?.get?.security).toBeUndefined()
  })

  test('every operation lists the errors that it can answer, each as a problem', async () => {
    const { paths } = await spec()
    const responses = paths['/test/people/{id}']?.post?.responses ?? {}
    expect(Object.keys(responses)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '415',
      '422',
      '500',
      '503',
      '504',
    ])
    expect(responses['409']?.description).toMatch(/`ambiguous`.*`conflict`/)
    for (const status of Object.keys(responses).filter((name) => name !== '200')) {
      const schema = responses[status]?.content?.['application/problem+json']?.schema
      expect(schema).toEqual({ $ref: '#/components/schemas/Problem' })
    }
    expect(Object.keys(paths['/healthz']?.get?.responses ?? {})).toEqual(['200', '500', '503', '504'])
  })

  test("what a route says of a status itself stands, as health's own 503", async () => {
    const { paths } = await spec()
    expect(Object.keys(paths['/api/health']?.get?.responses['503']?.content ?? {})).toEqual(['application/json'])
  })

  test('every $ref of the document leads somewhere', async () => {
    const document = await spec()
    const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      (match) => match[1],
    )
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(document.components.schemas).toHaveProperty(name ?? '')
  })
})

describe('docs page', () => {
  const page = async () => {
    const response = await start().app.request('/docs')
    return { response, html: await response.text() }
  }

  test('lists every operation with parameters, scope, schema and an example call', async () => {
    const { response, html } = await page()
    expect(response.headers.get('Content-Type')).toContain('text/html')
    expect(html.startsWith('<!DOCTYPE html>')).toBe(true)
    for (const text of ['/healthz', '/test/people/{id}', 'customers:write', '$RAPPORT_KEY', 'id="schema-Problem"']) {
      expect(html).toContain(text)
    }
    expect(html).toContain('https://rapport.example/test/people/0190f3c2-6d5e-7a10-8b1c-2f4d5e6a7b8c?kind=a')
  })

  test('text of the document is escaped, in the page and in the shell command', async () => {
    const { html } = await page()
    expect(html).toContain('&lt;b&gt;a person&lt;/b&gt;')
    expect(html).not.toContain('<b>a person')
    expect(html).toContain('O&#39;\\&#39;&#39;Hara')
  })

  test('loads nothing but its own icon, has no script, and its style carries the nonce of the policy', async () => {
    const { response, html } = await page()
    expect(html.replace('<link rel="icon" href="/favicon.svg"', '')).not.toMatch(/<script|<link|<img|@import|url\(/)
    const nonce = /nonce="([^"]+)"/.exec(html)?.[1] ?? 'none'
    expect(response.headers.get('Content-Security-Policy')).toContain(`'nonce-${nonce}'`)
  })

  test('is laid out for a phone, and every type of problem leads to a place on it', async () => {
    const { html } = await page()
    expect(html).toContain('width=device-width')
    const problem = (await (await start().app.request('/nowhere')).json()) as { type: string }
    expect(html).toContain(`id="${new URL(problem.type).hash.slice(1)}"`)
  })
})
