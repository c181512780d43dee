import { describe, expect, test } from 'bun:test'
import { Glob } from 'bun'

const root = new URL('../../', import.meta.url).pathname
const shell = ['src/app.ts', 'src/env.ts', 'src/errors.ts', 'src/logger.ts']

describe('portability', () => {
  test('the application bundles with no module that Cloudflare Workers lack', async () => {
    const built = await Bun.build({ entrypoints: shell.map((path) => root + path), target: 'node', minify: true })
    const code = (await Promise.all(built.outputs.map((output) => output.text()))).join('\n')
    expect(code.length).toBeGreaterThan(10_000)
    const wanted = [...code.matchAll(/(?:from|import|require)\s*\(?\s*["']([a-z:_/]+)["']/g)].map(
      (match) => match[1] ?? '',
    )
    // What nodejs_compat brings and the checks of webhooks use; createRequire is how the bundler reaches them.
    const compatible = ['node:module', 'node:async_hooks', 'node:buffer', 'crypto', 'node:crypto', 'url', 'querystring']
    expect([...new Set(wanted)].filter((name) => !compatible.includes(name))).toEqual([])
    expect(/\bBun\./.test(code)).toBe(false)
  })

  test('nothing but src/env.ts reads the environment', async () => {
    const readers: string[] = []
    for await (const path of new Glob('{src,jobs}/**/*.{ts,tsx}').scan(root)) {
      const text = await Bun.file(root + path).text()
      if (/(process|Bun|import\.meta)\.env\b/.test(text)) readers.push(path)
    }
    expect(readers).toEqual(['src/env.ts'])
  })

  test('the application answers on a real server', async () => {
    const { startShell } = await import('../fakes/shell.ts')
    const { app } = startShell()
    const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: app.fetch })
    try {
      const response = await fetch(new URL('/docs', server.url))
      expect(response.status).toBe(200)
      const body = 'x'.repeat(1024 * 1024 + 1)
      const refused = await fetch(new URL('/healthz', server.url), { method: 'POST', body })
      expect(refused.status).toBe(413)
      expect(refused.headers.get('Content-Type')).toBe('application/problem+json')
    } finally {
      await server.stop(true)
    }
  })
})
