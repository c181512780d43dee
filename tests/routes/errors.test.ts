import { describe, expect, test } from 'bun:test'
import postgres from 'postgres'
import {
  connectionCodes,
  databaseAdvice,
  problemCodeOf,
  problemKinds,
  sqlStateClasses,
  sqlStates,
} from '../../src/errors.ts'

const docs = await Bun.file(new URL('../../docs/error-codes.md', import.meta.url)).text()
const sections = docs.split(/^## /m)
const section = (title: string) => sections.find((part) => part.startsWith(title)) ?? ''

describe('error table', () => {
  test('docs/error-codes.md lists exactly the problems, each with its status', () => {
    const listed = [...section('Problems').matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
      code,
      status,
    ])
    const known = Object.entries(problemKinds).map(([code, kind]) => [code, String(kind.status)])
    expect(listed.sort()).toEqual(known.sort())
  })

  test('docs/error-codes.md lists exactly the SQLSTATEs and classes, each with its problem', () => {
    const rows = [...section('SQLSTATEs').matchAll(/^\| `([0-9A-Z]+)(…?)` \|.*\| `(\w+)` \|$/gm)]
    const exact = rows.filter(([, , more]) => more === '').map(([, state, , problem]) => [state, problem])
    const classes = rows.filter(([, , more]) => more !== '').map(([, state, , problem]) => [state, problem])
    expect(exact.sort()).toEqual(Object.entries(sqlStates).sort())
    expect(classes.sort()).toEqual(Object.entries(sqlStateClasses).sort())
  })

  test('docs/error-codes.md lists exactly the connection errors', () => {
    const paragraph = /^Connection errors[\s\S]*?are `unavailable`/m.exec(docs)?.[0] ?? ''
    const listed = [...paragraph.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code ?? '')
    expect(listed.sort()).toEqual([...connectionCodes].sort())
  })

  test.each([
    ['RP001', 404],
    ['RP002', 409],
    ['RP003', 422],
    ['RP004', 409],
    ['RP005', 403],
    ['RP006', 410],
    ['RP007', 429],
    ['40001', 503],
    ['40P01', 503],
    ['08006', 503],
    ['57P01', 503],
    ['53300', 503],
    ['CONNECT_TIMEOUT', 503],
    ['ECONNREFUSED', 503],
    ['42501', 500],
    ['42883', 500],
    ['P0001', 500],
    ['08', 500],
    ['53 and more', 500],
    ['toString', 500],
    ['', 500],
  ])('an error with the code %p is a %p', (code, status) => {
    expect(problemKinds[problemCodeOf({ code })].status).toBe(status as never)
  })

  test('an error is known by its code and not by its class, and by the code of its cause', () => {
    class Foreign extends Error {
      code = 'RP001'
    }
    expect(problemCodeOf(new Foreign())).toBe('not_found')
    expect(problemCodeOf(new Error('x', { cause: { cause: { code: '40001' } } }))).toBe('busy')
  })

  test('a thrown value that is no error, or its own cause, is an internal error', () => {
    const loop: { cause?: unknown } = {}
    loop.cause = loop
    for (const value of [null, undefined, 'text', 7, {}, loop, { code: 7 }]) {
      expect(problemCodeOf(value)).toBe('internal_error')
    }
  })

  test('a real driver that finds no server is unavailable', async () => {
    const sql = postgres({ host: '127.0.0.1', port: 1, max: 1, connect_timeout: 2 })
    const error = await sql`select 1`.catch((reason: unknown) => reason)
    await sql.end({ timeout: 0 })
    expect(problemCodeOf(error)).toBe('unavailable')
  })

  test('only our own SQLSTATEs give their hint and the name of the rule, and a rule is never free text', () => {
    const fields = { hint: 'They can text START.', constraint_name: 'consent', message: 'm', detail: 'd' }
    expect(databaseAdvice({ code: 'RP005', ...fields })).toEqual({ rule: 'consent', hint: 'They can text START.' })
    expect(databaseAdvice({ code: '23505', ...fields })).toEqual({})
    expect(databaseAdvice({ code: 'RP002', hint: 'ask +15125550100' })).toEqual({ hint: 'ask [phone]' })
    expect(databaseAdvice({ code: 'RP005', constraint_name: 'Ann +15125550100' })).toEqual({})
  })
})
