import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import postgres from 'postgres'
import type { ProtocolBackend } from '../../src/db/embedded/wire-engine.ts'
import { WireEngine } from '../../src/db/embedded/wire-engine.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { errorField, flush, message, parse, query, rawClient, sync, types } from './raw-client.ts'
import { failure, openMemory, within } from './test-database.ts'

const ready = (status: string) => message('Z', Buffer.from(status))
const answerOf = (sent: Uint8Array) => {
  const text = Buffer.from(sent).toString('latin1')
  const described = text.endsWith('H\0\0\0\x04')
  if (described) return Buffer.concat([message('1'), message('t', Buffer.from([0, 1, 0, 0, 0, 25])), message('n')])
  if (text.includes('die quietly')) return Buffer.alloc(0)
  if (text.includes('die loudly')) throw new Error('unreachable executed')
  const status = text.includes('begin') ? 'T' : 'I'
  return Buffer.concat([message('C', 'SELECT 0'), ready(status)])
}
/** An engine that answers every unit alike, until it is told to die. */
const fakeEngine = (exec: ProtocolBackend['exec'] = answerOf) => {
  const fatal: Error[] = []
  const backend = { greeting: message('R', Buffer.alloc(4)), exec }
  return { fatal, engine: new WireEngine(backend, { lockWaitMs: 1000, onFatal: (error) => fatal.push(error) }) }
}
const connected = async (engine: WireEngine) => {
  const client = rawClient(engine)
  await client.start()
  return client
}

describe('an engine that cannot go on', () => {
  for (const death of ['die quietly', 'die loudly'])
    test(`when it answers a query wrongly (${death}) every connection is told 58000, now and later`, async () => {
      const { engine, fatal } = fakeEngine()
      const [holder, waiter, idle] = [await connected(engine), await connected(engine), await connected(engine)]
      holder.write(query('begin'))
      await holder.until('Z')
      waiter.write(query('select 1'))
      await new Promise((turn) => setImmediate(turn))
      holder.write(query(death))
      for (const client of [holder, waiter]) {
        const answer = await within(20_000, client.until('Z'))
        expect([types(answer), errorField(answer, 'C'), errorField(answer, 'S')]).toEqual(['EZ', '58000', 'ERROR'])
      }
      for (const client of [holder, waiter, idle]) {
        client.write(parse('select 1'), flush)
        expect(errorField(await within(20_000, client.until('E')), 'C')).toBe('58000')
        client.write(sync)
        expect(types(await within(20_000, client.until('Z')))).toBe('Z')
      }
      const late = rawClient(engine)
      late.write(Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]))
      expect(errorField(await within(20_000, late.untilClosed()), 'C')).toBe('58000')
      expect(fatal.length).toBe(1)
      expect(fatal[0]?.message).toContain('restart the process')
    })

  test('postgres.js reports 58000 for the query that met it, for parameterised ones and for all later ones', async () => {
    const { engine } = fakeEngine()
    const sql = postgres({ socket: engine.connect, host: 'fake', fetch_types: false, max: 3 } as never)
    await sql.unsafe('select 0')
    expect((await failure(sql`select ${'die quietly'}::text`)).code).toBe('58000')
    for (let i = 0; i < 10; i++) expect((await failure(within(20_000, sql`select 1`))).code).toBe('58000')
    await sql.end({ timeout: 1 })
  })

  nativeOnly.test(
    'a real stack overflow is noticed, reported and not survived by that engine',
    async () => {
      const child = Bun.spawn([process.execPath, join(import.meta.dir, 'overflow-process.ts')], {
        stdout: 'pipe',
        stderr: 'pipe',
      })
      const output = await within(30_000, new Response(child.stdout).text())
      expect(JSON.parse(output)).toEqual({ first: '58000', later: '58000', other: '58000', fatal: 1, closed: true })
      expect(await child.exited).toBe(0)
    },
    40_000,
  )
})

nativeOnly.test(
  'with our stack limit, deep recursion is an error of the statement and the engine lives on',
  async () => {
    const fatal: Error[] = []
    const database = await openMemory({ onFatal: (error) => fatal.push(error) })
    const sql = database.pool(null)
    await sql`create function endless(i int) returns int language plpgsql as $$ begin return endless(i + 1); end $$`
    for (let i = 0; i < 3; i++) expect((await failure(sql`select endless(${1})`)).code).toBe('54001')
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect((await sql`select length((${deep(1000)}::jsonb)::text) as n`)[0]?.n).toBe(2000)
    for (const levels of [1001, 50_000]) {
      expect((await failure(sql`select ${deep(levels)}::jsonb`)).code).toBe('54001')
      expect((await failure(sql.unsafe(`select '${deep(levels)}'::jsonb`))).code).toBe('54001')
      expect(
        (await failure(sql.unsafe(`select '${deep(levels)}'::jsonb`, [], { prepare: true, simple: false } as never)))
          .code,
      ).toBe('54001')
    }
    expect((await failure(sql.unsafe(`select ${'('.repeat(20_000)}1${')'.repeat(20_000)}`))).code).toBe('54001')
    expect((await failure(sql.unsafe(`select ${'1+'.repeat(30_000)}1`))).code).toBe('54001')
    const failedInside = await failure(
      sql.begin((tx) => [tx`select ${deep(2000)}::jsonb`, tx`create table not_kept(id int)`]),
    )
    expect((failedInside as { code?: string }).code).toBe('54001')
    expect((await sql`select to_regclass('not_kept') as t`)[0]?.t).toBeNull()
    expect((await sql`select length(${':('.repeat(5000)}::text) as n`)[0]?.n).toBe(10_000)
    expect((await sql`select 1 as x`)[0]?.x).toBe(1)
    expect(fatal).toEqual([])
    await database.close()
  },
  20_000,
)
