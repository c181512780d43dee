import type { OpenAPIHono } from '@hono/zod-openapi'
import { html } from 'hono/html'
import { scopes } from '../http/auth.ts'
import { problemSchema, withImpliedProblems } from '../http/openapi.ts'
import type { AppEnv } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { docsPage } from './docs.tsx'
import type { Document } from './docs-types.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

const description = [
  'The customer context and memory layer. Authenticate with an API key: `Authorization: Bearer rk_…`.',
  'Every error is a problem document with a stable `code`.',
  '',
  'Scopes of API keys:',
  '',
  ...Object.entries(scopes).map(([scope, opens]) => `- \`${scope}\`: ${opens}`),
].join('\n')

const generate = (app: OpenAPIHono<AppEnv>, publicUrl: string): Document => {
  // The generator's types leave every place open for a $ref; what it makes here has them only where `Document` does.
  const generated: unknown = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Rapport', version: '1', description },
    servers: [{ url: publicUrl }],
  })
  const document = generated as Document
  for (const item of Object.values(document.paths)) {
    for (const method of methods) {
      const operation = item[method]
      if (operation) item[method] = withImpliedProblems(operation)
    }
  }
  return document
}

/**
 * `GET /openapi.json` and `GET /docs`, both of every route that is mounted on `app` by the time they are first asked for.
 */
export const openapiRoutes = (app: OpenAPIHono<AppEnv>, publicUrl: string) => {
  app.openAPIRegistry.register('Problem', problemSchema)
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'rk_…',
    description: 'An API key. The roles of a requirement are the scopes that the key must have.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'chatSession', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The session of a chat, from `POST /api/chat/sessions`.',
  })
  let made: Document | undefined
  const document = () => {
    made ??= generate(app, publicUrl)
    return made
  }

  const routes = newRouter()
  routes.get('/openapi.json', (c) => c.json(document()))
  routes.get('/docs', (c) => c.html(html`<!DOCTYPE html>${docsPage(document(), c.get('secureHeadersNonce') ?? '')}`))
  return routes
}
