import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { queues } from '../../../jobs/queues.ts'
import { createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { errorOf, testQueue } from '../../jobs/queue-fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(async () => {
  await resetClock(database.admin)
  await database.admin`delete from pgboss.schedule where name like 'test_%'`
})

const latest = async (cron: string, after: string, until: string, timeZone = 'UTC') => {
  const [row] = await database.admin<{ at: Date | null }[]>`
    select queue.latest_cron_minute(${cron}, ${timeZone}, ${after}, ${until}) as at`
  return row?.at?.toISOString().slice(0, 16) ?? null
}

describe('a cron expression', () => {
  // 2026-11-21 is a Saturday.
  test.each([
    ['* * * * *', '2026-11-21T10:04'],
    ['7 * * * *', null],
    ['3 * * * *', '2026-11-21T10:03'],
    ['*/2 * * * *', '2026-11-21T10:04'],
    ['1/2 * * * *', '2026-11-21T10:03'],
    ['0,2,59 10 * * *', '2026-11-21T10:02'],
    ['0-3 10 * * *', '2026-11-21T10:03'],
    ['0-4/3 10 * * *', '2026-11-21T10:03'],
    ['3 9 * * *', null],
    ['3 10 21 11 *', '2026-11-21T10:03'],
    ['3 10 20 11 *', null],
    ['3 10 * 12 *', null],
    ['3 10 * * 6', '2026-11-21T10:03'],
    ['3 10 * * 0,7', null],
    // Both days given: either will do.
    ['3 10 1 * 6', '2026-11-21T10:03'],
    ['3 10 21 * 1', '2026-11-21T10:03'],
    ['3 10 1 * 1', null],
  ])('%s was last due, between 10:00 and 10:04:30, at %s', async (cron, due) => {
    expect(await latest(cron, '2026-11-21T10:00:00Z', '2026-11-21T10:04:30Z')).toBe(due)
  })

  test('is due after the beginning of the window and at its very end', async () => {
    expect(await latest('0 * * * *', '2026-11-21T10:00:00Z', '2026-11-21T10:59:59Z')).toBeNull()
    expect(await latest('0 * * * *', '2026-11-21T09:59:59Z', '2026-11-21T10:00:00Z')).toBe('2026-11-21T10:00')
    expect(await latest('0 9 * * 0', '2026-11-22T08:30:00Z', '2026-11-22T09:30:00Z')).toBe('2026-11-22T09:00')
    expect(await latest('0 9 * * 7', '2026-11-22T08:30:00Z', '2026-11-22T09:30:00Z')).toBe('2026-11-22T09:00')
  })

  test('follows the clocks of its time zone, in summer and in winter', async () => {
    const daily = (until: string) =>
      latest('30 4 * * *', until.slice(0, 11).concat('00:00:00Z'), until, 'America/New_York')
    expect(await daily('2026-10-31T23:00:00Z')).toBe('2026-10-31T08:30')
    expect(await daily('2026-11-01T23:00:00Z')).toBe('2026-11-01T09:30')
  })

  // 2026: on March 8 New York's 02:00 to 03:00 is left out, on November 1 its 01:00 to 02:00 comes twice; Lord Howe turns by half an hour.
  test.each([
    ['0 2 * * *', 'America/New_York', '2026-03-08', ['07:00']],
    ['30 2 * * *', 'America/New_York', '2026-03-08', ['07:30']],
    ['30 1 * * *', 'America/New_York', '2026-03-08', ['06:30']],
    ['30 * * * *', 'America/New_York', '2026-03-08', ['05:30', '06:30', '07:30', '08:30']],
    ['0 2 * * *', 'America/New_York', '2026-11-01', ['07:00']],
    ['30 1 * * *', 'America/New_York', '2026-11-01', ['05:30']],
    ['30 * * * *', 'America/New_York', '2026-11-01', ['05:30', '06:30', '07:30', '08:30']],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03', ['15:45']],
    ['45 2 * * *', 'Australia/Lord_Howe', '2026-10-03', ['15:45']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04', ['14:45']],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-04-04', ['15:45']],
  ])('%s in %s is due, in the hours around the change of its clocks on %s, at %j', async (cron, zone, day, due) => {
    const [from, until] = zone === 'America/New_York' ? ['05:00', '09:00'] : ['13:00', '17:00']
    const found: string[] = []
    for (let end: string | null = `${day}T${until}`; end; ) {
      const at = await latest(cron, `${day}T${from}:00Z`, `${end}:00Z`, zone)
      if (at) found.unshift(at.slice(11))
      end = at && new Date(Date.parse(`${at}:00Z`) - 60_000).toISOString().slice(0, 16)
    }
    expect(found).toEqual(due)
  })

  test.each([
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * JAN *',
    '5-1 * * * *',
    '',
    'a b c d e',
  ])('that is none is refused: "%s"', async (cron) => {
    expect(await errorOf(latest(cron, '2026-11-21T10:00:00Z', '2026-11-21T10:04:00Z'))).toMatchObject({ code: '22023' })
  })

  test('is what every declared schedule is', async () => {
    for (const { schedule } of queues) {
      if (schedule) await latest(schedule.cron, '2026-11-21T10:00:00Z', '2026-11-21T10:01:00Z', schedule.timeZone)
    }
  })
})

describe('enqueuing what is due', () => {
  const scheduled = async (cron: string) => {
    const declaration = await testQueue(database.admin, { policy: 'exclusive', schedule: { cron, timeZone: 'UTC' } })
    return declaration.queue
  }
  const tick = (...names: string[]) => createApi(database.worker).enqueueDueSchedules({ queues: names })
  const complete = (name: string) =>
    database.admin`update pgboss.job set state = 'completed', completed_on = ops.now() where name = ${name}`

  test('happens once a due minute, however often it is asked, also when the job is long done', async () => {
    const name = await scheduled('7 * * * *')
    await setClock(database.admin, '2026-11-21T10:07:00Z')
    expect(await tick(name)).toEqual([name])
    expect(await tick(name)).toEqual([])
    await complete(name)
    await setClock(database.admin, '2026-11-21T11:06:59Z')
    expect(await tick(name)).toEqual([])
    await setClock(database.admin, '2026-11-21T11:07:10Z')
    expect(await tick(name)).toEqual([name])
    expect(await tick(name)).toEqual([])
  })

  test('makes up once for ticks that were missed, for an hour', async () => {
    const name = await scheduled('23 4 * * *')
    await setClock(database.admin, '2026-11-21T05:23:00Z')
    expect(await tick(name)).toEqual([])
    await setClock(database.admin, '2026-11-21T05:22:00Z')
    expect(await tick(name)).toEqual([name])
  })

  test.each(['2026-03-08', '2026-11-01'])(
    'of the insights happens once in the night to %s, in which New York turns its clocks',
    async (day) => {
      await setClock(database.admin, `${day}T03:00:00Z`)
      await database.admin`delete from pgboss.job where name = 'nightly_insights'`
      const enqueued: string[] = []
      for (let minute = 0; minute < 8 * 60; minute += 5) {
        const at = new Date(Date.parse(`${day}T03:00:00Z`) + minute * 60_000).toISOString()
        await setClock(database.admin, at)
        for (const name of await tick('nightly_insights')) {
          enqueued.push(`${name} ${at.slice(11, 16)}`)
          await complete('nightly_insights')
        }
      }
      // 03:00 by the clock that left 02:00 out, and 02:00 of the longer night.
      expect(enqueued).toEqual(['nightly_insights 07:00'])
    },
    60_000,
  )

  test('leaves alone what pg-boss itself has sent for that minute', async () => {
    const name = await scheduled('* * * * *')
    await setClock(database.admin, '2026-11-21T12:00:20Z')
    await database.admin`select queue.enqueue(${name}, '{}')`
    await complete(name)
    await setClock(database.admin, '2026-11-21T12:00:50Z')
    expect(await tick(name)).toEqual([])
    await setClock(database.admin, '2026-11-21T12:01:00Z')
    expect(await tick(name)).toEqual([name])
  })

  test('adds nothing to an exclusive queue whose job still waits', async () => {
    const name = await scheduled('* * * * *')
    await setClock(database.admin, '2026-11-21T13:00:00Z')
    expect(await tick(name)).toEqual([name])
    await setClock(database.admin, '2026-11-21T13:05:00Z')
    expect(await tick(name)).toEqual([])
  })

  test('concerns the queues asked for, with the settings of the queue', async () => {
    const wanted = await scheduled('* * * * *')
    const other = await scheduled('* * * * *')
    await setClock(database.admin, '2026-11-21T14:00:00Z')
    expect(await tick(wanted)).toEqual([wanted])
    const jobs = await database.admin`
      select name, policy, retry_limit, data from pgboss.job where name = any(${[wanted, other]})`
    expect(jobs.map((job) => ({ ...job }))).toEqual([{ name: wanted, policy: 'exclusive', retry_limit: 2, data: {} }])
  })

  nativeOnly.test('by many at once enqueues one job', async () => {
    const declaration = await testQueue(database.admin, { schedule: { cron: '* * * * *', timeZone: 'UTC' } })
    await setClock(database.admin, '2026-11-21T15:00:00Z')
    const ticks = await Promise.all(Array.from({ length: 10 }, () => tick(declaration.queue)))
    expect(ticks.flat()).toEqual([declaration.queue])
  })
})
