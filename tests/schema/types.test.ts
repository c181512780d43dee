import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generatedPath, generateTypes } from '../../src/db/generate-types.ts'
import { migrate } from '../../src/db/migrate.ts'
import { testDatabase } from '../fixtures/database.ts'
import { repositoryRoot } from '../fixtures/repository.ts'
import { folderOf, type Scratch, scratchDatabase } from '../fixtures/scratch.ts'
import { API_SAMPLES, CONSUMER, RESULTS_MODULE } from './api-samples.ts'
import { FOUNDATION, routine } from './migration-samples.ts'

type Call = (args?: Record<string, unknown>) => Promise<unknown>
type CreateApi = (sql: Scratch['sql'], options?: { signal?: AbortSignal }) => Record<string, Call>

const options = {
  registered: ['get_profile', 'list_ids'],
  callModule: join(repositoryRoot, 'src/db/call.ts'),
}

let database: Scratch
let sources: Awaited<ReturnType<typeof folderOf>>
let folder: string
let text: string
let createApi: CreateApi
let api: Record<string, Call>

beforeAll(async () => {
  database = await scratchDatabase()
  sources = await folderOf({
    'sql/0001_foundation.sql': `${FOUNDATION} create domain shop.phone as text; grant usage on schema shop to rapport_api;`,
    ...API_SAMPLES,
  })
  await migrate(database.sql, { root: sources.root })
  text = await generateTypes(database.sql, options)
  // Inside the repository, so that zod is found.
  const cache = join(repositoryRoot, 'node_modules', '.cache', 'rapport')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'types-'))
  await writeFile(join(folder, 'results.ts'), RESULTS_MODULE)
  await writeFile(join(folder, 'generated.ts'), text)
  createApi = ((await import(join(folder, 'generated.ts'))) as { createApi: CreateApi }).createApi
  api = createApi(database.sql)
}, 30_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await sources.remove()
  await database.close()
})

/** The method, which the generator must have made. */
const call = (name: string, args?: Record<string, unknown>, from = api) => {
  const method = from[name]
  if (!method) throw new Error(`no method ${name}`)
  return method(args)
}
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it succeeded')
    },
    (error: unknown) => error,
  )

describe('generated calls', () => {
  test('return scalars in their types', async () => {
    expect(await call('addDays', { day: '2026-11-30', days: 2 })).toBe('2026-12-02')
    expect(await call('findPhone', { phone: '+15035550100' })).toBe('+15035550100')
    expect(await call('forget', { id: 1 })).toBeUndefined()
  })

  test('leave out what is undefined, so that defaults apply, and pass null as null', async () => {
    expect(await call('describe')).toBe('left out,null,null')
    expect(await call('describe', { text: undefined, flag: false })).toBe('left out,false,null')
    expect(await call('describe', { text: null, flag: true, at: new Date('2026-11-21') })).toBe('null,true,2026')
  })

  test.each([
    [{ a: [true, null, 'x'], b: { c: 1.5 } }],
    [[true, false]],
    [['2026']],
    ['plain text'],
    ['{"looks": "like JSON"}'],
    [42],
    [false],
    [[]],
  ])('carry JSON unchanged: %j', async (value) => {
    expect(await call('echoJson', { value })).toEqual(value)
  })

  test('carry arrays with quotes, commas, nulls and dates', async () => {
    const names = ['a', 'b,c', '"d"', 'e\\f', '{g}', 'NULL', '', 'h\ni']
    expect(await call('echoList', { names })).toEqual(names)
    expect(await call('echoList', { names: [], days: [new Date('2026-11-21T00:00:00Z')] })).toHaveLength(1)
    expect(await call('echoList', { names: ['x'], days: null })).toEqual(['x'])
  })

  test('return rows with keys in camelCase, sets of values as a list, one row or null', async () => {
    expect(await call('listIds', { limit: 3 })).toEqual([1, 2, 3])
    expect(await call('listIds', { limit: 0 })).toEqual([])
    expect(await call('getOwner', { id: 1 })).toEqual({ ownerName: 'Ada', ownerPhone: null })
    expect(await call('getOwner', { id: 2 })).toBeNull()
    expect(await call('listParts', { limit: 1 })).toEqual([
      { partId: 1, unitPrice: '1.10', madeAt: new Date('2026-11-21T00:00:00Z'), tags: ['a', 'b'] },
    ])
  })

  test('name the row and element that is not allowed: lists hold no nulls', async () => {
    expect(await failure(call('listParts'))).toMatchObject({
      functionName: 'list_parts',
      paths: ['1.tags.1 (invalid_type)'],
    })
  })

  test('refuse a result that its schema does not allow, naming function and path but no value', async () => {
    const error = (await failure(call('countAll'))) as Error
    expect(error).toMatchObject({ name: 'ApiResultError', functionName: 'count_all' })
    expect(error.message).not.toContain('900719')
  })

  test('read JSON by the schema registered for it, and keep keys that are data out of the error', async () => {
    expect(await call('getProfile', { phone: '+15035550100' })).toEqual({
      phones: ['+15035550100'],
      by: { '+15035550100': 1 },
    })
    await database.sql.unsafe(
      `create or replace function api.get_profile(p_phone text) returns jsonb language sql
       return jsonb_build_object('phones', '[]'::jsonb, 'by', jsonb_build_object(p_phone, 'secret'))`,
    )
    const error = (await failure(call('getProfile', { phone: '+15035550100' }))) as Error
    expect(error.message).toBe('api.get_profile returned what its schema does not allow: by.* (invalid_type)')
  })

  test('pass the database error on with its code', async () => {
    expect(await failure(call('failNow', { code: 'RP005' }))).toMatchObject({ code: 'RP005', message: 'refused' })
  })

  test('refuse a missing required argument before anything is sent', async () => {
    expect(await failure(call('forget', {}))).toMatchObject({ message: 'api.forget: argument id is missing' })
  })

  test('work inside a transaction, and end with the reason of an aborted signal', async () => {
    await database.sql.begin(async (tx) => {
      expect(await call('listIds', { limit: 1 }, createApi(tx as never))).toEqual([1])
    })
    const reason = new Error('enough')
    const aborted = createApi(database.sql, { signal: AbortSignal.abort(reason) })
    expect(await failure(call('listIds', { limit: 1 }, aborted))).toBe(reason)
    const controller = new AbortController()
    const running = call('listIds', { limit: 1 }, createApi(database.sql, { signal: controller.signal }))
    controller.abort(reason)
    expect(await failure(running)).toBe(reason)
  })
})

describe('the generator', () => {
  test('writes the same text for the same catalogue, with the comments of the functions', async () => {
    expect(await generateTypes(database.sql, options)).toBe(text)
    expect(text).toContain('/** Days later. *\\/ Ends no comment. */')
  })

  test('makes types that a caller is held to', async () => {
    await writeFile(join(folder, 'consumer.ts'), CONSUMER)
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: join(repositoryRoot, 'tsconfig.json'), files: ['./consumer.ts'], include: [] }),
    )
    const tsc = Bun.spawnSync([process.execPath, 'x', 'tsc', '--noEmit', '-p', folder], { cwd: repositoryRoot })
    expect(tsc.stdout.toString()).toBe('')
    expect(tsc.exitCode).toBe(0)
  }, 30_000)

  test.each([
    [
      'a schema for a function that does not exist',
      '',
      { ...options, registered: ['nobody'] },
      'api.nobody, which does not exist',
    ],
    [
      'a name with two overloads',
      routine('api.forget(p_name text)', 'void', 'begin end'),
      options,
      'api.forget has several overloads',
    ],
    ['an argument without p_', routine('api.bad(name text)', 'void', 'begin end'), options, '"name" must be named p_'],
    [
      'a type the edge has no right on',
      "create type shop.kind as enum ('a'); create function api.bad(p_kind shop.kind) returns void language sql as $$ $$;",
      options,
      'cannot cross the api',
    ],
  ])('refuses %s', async (_, sql, withOptions, message) => {
    const rollback = new Error('rolled back')
    const outcome = database.sql.begin(async (tx) => {
      await tx.unsafe(sql).simple()
      expect(((await failure(generateTypes(tx as never, withOptions))) as Error).message).toContain(message)
      throw rollback
    })
    expect(await failure(outcome)).toBe(rollback)
  })

  test('has been run since the functions last changed: src/db/generated.ts is up to date', async () => {
    const { admin } = await testDatabase()
    const upToDate = (await generateTypes(admin)) === (await readFile(generatedPath, 'utf8'))
    expect(upToDate, 'run `bun run types`').toBe(true)
  }, 30_000)
})
