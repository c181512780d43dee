import { describe, expect, test } from 'bun:test'
import { startShell } from '../fakes/shell.ts'

const health = async (shell: ReturnType<typeof startShell>) => {
  const response = await shell.app.request('/api/health')
  return { response, body: (await response.json()) as Record<string, unknown> }
}

describe('health', () => {
  test('/healthz answers without asking the database', async () => {
    const shell = startShell()
    shell.api.before = () => {
      throw new Error('asked')
    }
    const response = await shell.app.request('/healthz')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'ok' })
  })

  test('/api/health gives what the database reports', async () => {
    const shell = startShell()
    shell.api.health = {
      status: 'degraded',
      migrations: { pending: 2 },
      queue: { depth: 3 },
      outbox: { unknown: 1 },
      unroutedLastDay: 4,
      providers: [{ name: 'openai', state: 'open' }],
    }
    const { response, body } = await health(shell)
    expect(response.status).toBe(200)
    expect(body).toMatchObject({
      status: 'degraded',
      time: '2026-11-21T15:00:00.000Z',
      database: { status: 'up', milliseconds: expect.any(Number) },
      migrations: { pending: 2 },
      queue: { depth: 3 },
      outbox: { unknown: 1 },
      unroutedLastDay: 4,
    })
    expect(body.providers).toContainEqual({ name: 'openai', configured: false, state: 'open' })
  })

  test('/api/health tells which providers are configured, without their keys', async () => {
    const shell = startShell({ OPENAI_API_KEY: 'hunter2', TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'hunter2' })
    const { body } = await health(shell)
    const configured = (body.providers as { name: string; configured: boolean }[])
      .filter((provider) => provider.configured)
      .map((provider) => provider.name)
    expect(configured).toEqual(['openai', 'local', 'twilio'])
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })

  test('a database that refuses connections is 503 down, and says nothing of the error', async () => {
    const shell = startShell()
    shell.api.before = () => {
      throw Object.assign(new Error('connect to db.internal'), { code: 'ECONNREFUSED' })
    }
    const { response, body } = await health(shell)
    expect(response.status).toBe(503)
    expect(body).toMatchObject({ status: 'down', database: { status: 'down' }, queue: null })
    expect(JSON.stringify([body, shell.lines])).not.toContain('db.internal')
  })

  test('a database that hangs is 503 within the bound', async () => {
    const shell = startShell({}, { probeTimeoutMs: 20 })
    shell.api.before = () => new Promise<void>(() => {})
    const { response, body } = await health(shell)
    expect(response.status).toBe(503)
    expect((body.database as { milliseconds: number }).milliseconds).toBeLessThan(2000)
  })

  test('a database that reports itself down is 503, and a status that is not known counts as degraded', async () => {
    const shell = startShell()
    shell.api.health = { status: 'down', migrations: null, providers: [] }
    expect((await health(shell)).response.status).toBe(503)
    shell.api.health = { status: 'sleepy', migrations: null, providers: [] }
    expect((await health(shell)).body.status).toBe('degraded')
  })
})
