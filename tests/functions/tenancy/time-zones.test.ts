import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
})

const isTimeZone = async (name: string) => (await admin`select ops.is_time_zone(${name}) as valid`)[0]?.valid

test.each([
  'EST',
  'EST5EDT',
  'PST8PDT',
  'GMT',
  '+05:00',
  '-5',
  'UTC+5',
  'Mars/Base',
  'Mars/Base+5',
  'Mars/Base5',
  'Etc/GMT+99',
  'posix/America/New_York',
  'america/new_york',
  'America/New York',
  'America/',
  '../America/New_York',
  'Local time zone must be set',
  '',
  ' ',
])('%p is not a zone', async (name) => {
  expect(await isTimeZone(name)).toBe(false)
})

test('a location in what is not a zone is refused', async () => {
  const { tenantId } = await newTenant(admin)
  for (const timeZone of ['EST', '+05:00', 'Mars/Base'])
    expect(
      await failureOf(api.createLocation({ tenantId, location: { slug: 'x', name: 'X', timeZone } })),
    ).toMatchObject({
      code: '23514',
    })
})

test('every zone that JavaScript names and the server knows is one, and those are nearly all', async () => {
  const known = new Set((await admin`select name from pg_timezone_names`).map((row) => String(row.name)))
  const names = Intl.supportedValuesOf('timeZone').filter((name) => name.includes('/') || name === 'UTC')
  const refused = []
  for (const name of names) if (known.has(name) && !(await isTimeZone(name))) refused.push(name)
  expect(refused).toEqual([])
  expect(names.filter((name) => !known.has(name))).toEqual([])
})

test('what the server lists in the IANA form is a zone', async () => {
  const rows = await admin`
    select name from pg_timezone_names
    where name ~ '^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Canada|Etc)/'
      and not ops.is_time_zone(name)`
  // Aliases of UTC and Greenwich, which nobody lives in.
  expect(rows.map((row) => String(row.name)).filter((name) => !/^Etc\/(GMT[+-]?0)$/.test(name))).toEqual([])
})
