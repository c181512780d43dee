import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { redactText } from '../../src/http/redact.ts'
import { createLogger, type LogFields } from '../../src/logger.ts'
import { bearer, KEY_ID, startShell, TENANT } from '../fakes/shell.ts'

const KEY = 'rk_0123456789abcdefghij'

const logged = (fields: LogFields, event = 'event') => {
  const lines: string[] = []
  createLogger({ level: 'debug', sink: (line) => lines.push(line) }).info(event, fields)
  return lines.join('')
}

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))

describe('request log', () => {
  test('a request is one line of JSON with pattern, status, time, tenant and key, and without its path or query', async () => {
    const shell = startShell()
    shell.api.addKey(KEY, ['context:read'])
    shell.app.get('/test/people/:phone', (c) => c.text('ok'))
    const response = await shell.app.request('/test/people/%2B15125550100?email=ann%40example.com')
    expect(shell.lines).toHaveLength(1)
    expect(shell.logs()[0]).toEqual({
      time: '2026-11-21T15:00:00.000Z',
      level: 'info',
      event: 'request',
      requestId: response.headers.get('X-Request-Id') ?? '',
      method: 'GET',
      route: '/test/people/:phone',
      status: 200,
      ms: expect.any(Number),
    })
    expect(shell.lines.join('')).not.toMatch(/5125550100|ann/)
  })

  test('behind a key the line names tenant and key, never the key itself', async () => {
    const shell = startShell()
    shell.api.addKey(KEY, ['metrics:read'])
    await shell.app.request('/metrics', bearer(KEY))
    expect(shell.logs()[0]).toMatchObject({ route: '/metrics', status: 200, tenantId: TENANT, keyId: KEY_ID })
    expect(shell.lines.join('')).not.toContain(KEY)
  })

  test('an unmatched path is logged as unmatched, since it may hold anything', async () => {
    const shell = startShell()
    await shell.app.request('/people/+15125550100')
    expect(shell.logs()[0]).toMatchObject({ route: 'unmatched', status: 404 })
    expect(shell.lines.join('')).not.toContain('5125550100')
  })

  test.each(['req-0123456789', '0190f3c2-6d5e-7a10-8b1c-2f4d5e6a7b8c'])(
    'the sane request id %p is kept',
    async (id) => {
      const shell = startShell()
      const response = await shell.app.request('/healthz', { headers: { 'X-Request-Id': id } })
      expect(response.headers.get('X-Request-Id')).toBe(id)
      expect(shell.logs()[0]?.requestId).toBe(id)
    },
  )

  test.each(['short', '15125550100', 'has space in it', 'a'.repeat(65), 'ann@example.com'])(
    'the request id %p is replaced by one of our own',
    async (id) => {
      const response = await startShell().app.request('/healthz', { headers: { 'X-Request-Id': id } })
      expect(response.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  test('lines under the level are not written', () => {
    const lines: string[] = []
    const logger = createLogger({ level: 'warn', sink: (line) => lines.push(line) })
    logger.info('no')
    logger.child({ a: 1 }).warn('yes')
    createLogger({ level: 'silent', sink: (line) => lines.push(line) }).error('no')
    expect(lines.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ event: 'yes', a: 1 })])
  })
})

describe('redaction', () => {
  test('no way to write a telephone number gets through, in a field, a list, an error or the event', () => {
    const shapes = [
      (n: string) => `+1${n}`,
      (n: string) => `+44 ${n.slice(0, 4)} ${n.slice(4)}`,
      (n: string) => `%2B1${n}`,
      (n: string) => n,
      (n: string) => `1${n}`,
      (n: string) => `(${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6)}`,
      (n: string) => `${n.slice(0, 3)}-${n.slice(3, 6)}-${n.slice(6)}`,
      (n: string) => `${n.slice(0, 3)}.${n.slice(3, 6)}.${n.slice(6)}`,
      (n: string) => `+1 ${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6)}`,
    ]
    fc.assert(
      fc.property(digits(10), fc.constantFrom(...shapes), (number, shape) => {
        const text = `call ${shape(number)} now`
        const error = Object.assign(new Error(text), { code: 'X' })
        const line = logged({ note1: text, list: [{ deep: text }], error, [text]: 1 }, text)
        // The last four digits with a separator before them would be enough to recognise the number.
        expect(line).not.toContain(number)
        expect(line).not.toContain(number.slice(3, 6) + shape(number).slice(-5))
      }),
      { numRuns: 500 },
    )
  })

  test('ids and times are left alone, so that a log can be followed', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59Z') }),
        (id, date) => {
          const time = date.toISOString()
          expect(redactText(`${id} ${time}`)).toBe(`${id} ${time}`)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('private fields are taken out whatever they hold and however they are spelled', () => {
    const line = logged({
      body: 'Ann',
      first_name: 'Ann',
      'Customer-Name': 'Ann',
      nested: { to: 'Ann', apiKey: 'Ann' },
    })
    expect(line).not.toContain('Ann')
  })

  test.each([
    'rk_0123456789abcdefghij',
    'sk-ant-REDACTME-0123',
    'Bearer REDACTME0123456789',
    'postgres://user:REDACTME@host/db',
    'ann.REDACTME@example.com',
    'eyJhbGciOi.eyJzdWIiREDACTME.c2ln',
  ])('%p does not get through', (secret) => {
    const line = logged({ where: `see ${secret} there` })
    expect(line).not.toContain('REDACTME')
    expect(line).not.toContain(secret)
  })

  test('an error is logged with class, code and place, and its cause, without any message', () => {
    const cause = Object.assign(new Error('Key (phone)=(Ann)'), { code: '23505' })
    const entry = JSON.parse(logged({ error: new TypeError('about Ann', { cause }) }))
    expect(entry.error).toMatchObject({ name: 'TypeError', cause: { name: 'Error', code: '23505' } })
    expect(entry.error.frames[0]).toContain('logging.test.ts')
    expect(JSON.stringify(entry)).not.toContain('Ann')
  })

  test('a value that contains itself, a bigint and an invalid date do not stop the log', () => {
    const loop: LogFields = { count: 10n, when: new Date(Number.NaN) }
    loop.loop = loop
    expect(JSON.parse(logged(loop))).toMatchObject({ count: '10', when: null })
  })
})
