import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Database, Role, Sql } from '../../src/db/connect.ts'
import { failure, openTestDatabase, within } from './test-database.ts'

let database: Database & { drop(): Promise<void> }
let owner: Sql
let edge: Sql
let worker: Sql
let login: string
beforeAll(async () => {
  database = await openTestDatabase()
  owner = database.pool(null)
  edge = database.pool('rapport_edge')
  worker = database.pool('rapport_worker')
  login = (await owner`select current_user as name`)[0]?.name
})
afterAll(async () => {
  await database.close()
  await database.drop()
})

const whoami = async (sql: (strings: TemplateStringsArray) => PromiseLike<Record<string, string>[]>) =>
  (await sql`select current_user as name`)[0]?.name

describe('a pool with a role', () => {
  test('500 interleaved queries of three pools each run as their own role, between errors and rollbacks', async () => {
    const pools = [
      [owner, login],
      [edge, 'rapport_edge'],
      [worker, 'rapport_worker'],
    ] as const
    const one = async (i: number) => {
      const [sql, expected] = pools[i % 3] ?? [owner, login]
      if (i % 7 === 3) await failure(sql`select 1 / ${0}::int`)
      if (i % 5 === 4) {
        const inside: unknown[] = []
        await failure(
          sql.begin(async (tx) => {
            inside.push(await whoami(tx as never))
            if (i % 2) await tx`selekt`
            throw new Error('roll back')
          }),
        )
        if (inside[0] !== expected) return [i, inside[0], expected]
      }
      return (await whoami(sql as never)) === expected ? null : [i, expected]
    }
    const wrong = await within(30_000, Promise.all(Array.from({ length: 500 }, (_, i) => one(i))))
    expect(wrong.filter((entry) => entry !== null)).toEqual([])
  })

  test('keeps the role through all statements of a transaction while other pools wait', async () => {
    const seen = await edge.begin(async (tx) => {
      const others = [whoami(owner as never), whoami(worker as never)]
      const inside = [await whoami(tx as never), await whoami(tx as never), await whoami(tx as never)]
      return { inside, others }
    })
    expect(seen.inside).toEqual(['rapport_edge', 'rapport_edge', 'rapport_edge'])
    expect(await Promise.all(seen.others)).toEqual([login, 'rapport_worker'])
  })

  test('may do only what the role may', async () => {
    await owner`create table secrets(id int)`
    expect((await failure(edge`select * from secrets`)).code).toBe('42501')
    await owner`grant select on secrets to rapport_worker`
    expect(await worker`select * from secrets`).toEqual([] as never)
    expect((await failure(edge`select * from secrets`)).code).toBe('42501')
  })

  test('a role that a client sets for itself does not reach another connection', async () => {
    const own = database.pool(null, { max: 1 })
    await own.begin(async (tx) => {
      await tx`set role rapport_worker`
      expect(await whoami(tx as never)).toBe('rapport_worker')
    })
    await own.unsafe('set role rapport_worker')
    await own`select set_config('role', 'rapport_worker', false)`
    expect(await whoami(owner as never)).toBe(login)
    expect(await whoami(edge as never)).toBe('rapport_edge')
  })

  test('row level security follows the role of the pool, also in plans that were cached for another', async () => {
    await owner`create table walled(id int, who text)`
    await owner`insert into walled values (1, 'rapport_edge'), (2, 'rapport_worker')`
    await owner`alter table walled enable row level security`
    await owner`create policy own_rows on walled using (who = current_user)`
    await owner`grant select on walled to rapport_edge, rapport_worker`
    await owner`create function walled_ids() returns setof int language plpgsql stable as
      $$ begin return query select id from walled order by id; end $$`
    const ids = async (sql: Sql) => (await sql`select walled_ids() as id`).map((row) => row.id)
    const rounds = await Promise.all(Array.from({ length: 30 }, (_, i) => ids([owner, edge, worker][i % 3] ?? owner)))
    expect(rounds).toEqual(Array.from({ length: 30 }, (_, i) => [[1, 2], [1], [2]][i % 3] ?? []))
  })

  test('says so when the role does not exist, and works once it does', async () => {
    const name = `rapport_late_${crypto.randomUUID().replace(/[^a-f]/g, '')}`
    const late = database.pool(name as Role, { max: 1 })
    expect((await failure(within(20_000, late`select 1`))).message).toContain(`role "${name}" does not exist`)
    await owner.unsafe(`create role ${name}`)
    try {
      expect(await whoami(late as never)).toBe(name)
    } finally {
      await late.end()
      await owner.unsafe(`drop role ${name}`)
    }
  })

  test('refuses what is not a role name', () => {
    expect(() => database.pool('x; drop table secrets' as Role)).toThrow('not a role name')
  })
})
