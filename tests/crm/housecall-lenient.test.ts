import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { jobSchema } from '../../src/crm/housecall/job.ts'
import { type Mismatch, readLeniently, readRecords } from '../../src/crm/housecall/lenient.ts'
import { isHousecallResource, readResource } from '../../src/crm/housecall/resources.ts'
import { failureOf } from './failure.ts'

/** A job as HousecallPro sends it, with fields that we do not know. */
const JOB = {
  id: 'job_1',
  invoice_number: '1042',
  description: 'No hot water',
  customer: { id: 'cus_1', first_name: 'Maria', notes: null, tags: ['VIP'], loyalty_points: 7 },
  address: { id: null, street: '1 Elm Ave', zip: '02169', latitude: 42.25, longitude: '-71.0' },
  notes: [{ id: 'nte_1', content: 'Unit is 12 yrs old' }],
  work_status: 'complete unrated',
  schedule: { scheduled_start: '2026-11-20T15:00:00Z', arrival_window: 60 },
  total_amount: 34_900,
  assigned_employees: [{ id: 'pro_1', first_name: 'Mike' }],
  tags: ['VIP', 'Family Discount'],
  job_fields: { job_type: null, business_unit: null },
  updated_at: '2026-11-20T17:00:00Z',
  future_field: { anything: [1, 'two'] },
}

function read(over: object) {
  const reports: Mismatch[] = []
  const given = { ...JOB, ...over }
  const before = JSON.stringify(given)
  const job = readLeniently(jobSchema, given, 'jobs.get', (mismatch) => reports.push(mismatch))
  expect(JSON.stringify(given)).toBe(before)
  return { job, reports, dropped: reports.map(({ dropped }) => dropped) }
}

describe('a record', () => {
  test('is kept whole, fields that we do not know included, and numbers where texts belong become texts', () => {
    const { job, reports } = read({ invoice_number: 1042 })
    expect(job).toEqual({ ...JOB, address: { ...JOB.address, latitude: '42.25' } } as never)
    expect(reports).toEqual([])
  })

  test('may have nothing but its id, and null for everything else', () => {
    const nothing = Object.fromEntries(Object.keys(jobSchema.shape).map((name) => [name, null]))
    expect(readLeniently(jobSchema, { id: 'job_1' }, 'jobs.get', () => {})).toEqual({ id: 'job_1' })
    expect(read({ ...nothing, id: 'job_1' }).reports).toEqual([])
  })

  test('loses a field of the wrong type, and the report names it without its value', () => {
    const { job, reports } = read({ total_amount: 'REDACTME', tags: 'VIP' })
    expect(job).not.toHaveProperty('total_amount')
    expect(job).toMatchObject({ id: 'job_1', description: 'No hot water' })
    expect(reports).toEqual([
      {
        call: 'jobs.get',
        id: 'job_1',
        path: 'total_amount',
        wanted: 'cents',
        received: 'string',
        dropped: 'total_amount',
      },
      { call: 'jobs.get', id: 'job_1', path: 'tags', wanted: 'list', received: 'string', dropped: 'tags' },
    ])
    expect(JSON.stringify(reports)).not.toContain('REDACTME')
  })

  test.each([
    ['a fraction of a cent', { total_amount: 1.5 }, ['total_amount']],
    ['an amount that no invoice has', { total_amount: 1e12 }, ['total_amount']],
    ['an amount that is wrong in two ways', { total_amount: -(2 ** 53) }, ['total_amount']],
    ['a number larger than Postgres has', { recurrence_number: 2 ** 31 }, ['recurrence_number']],
    ['a time that is none', { updated_at: 'yesterday-ish' }, ['updated_at']],
    ['a day that there is not', { updated_at: '2026-02-30T10:00:00Z' }, ['updated_at']],
    ['a year before there were boilers', { updated_at: '0000-01-01T00:00:00Z' }, ['updated_at']],
    ['a wrong type deep inside', { schedule: { ...JOB.schedule, scheduled_start: 5 } }, ['schedule.scheduled_start']],
    ['a part that is no object', { schedule: 'soon' }, ['schedule']],
    ['an element of the wrong type', { tags: ['VIP', 7, 'Family Discount'] }, ['tags.1']],
    ['elements without an id', { notes: [{ content: 'a' }, ...JOB.notes, { content: 'b' }] }, ['notes.0', 'notes.2']],
    ['a customer without an id', { customer: { first_name: 'Maria' } }, ['customer']],
  ] as [string, object, string[]][])('with %s loses just that', (_, over, dropped) => {
    const found = read(over)
    expect(found.dropped).toEqual(dropped)
    const untouched = Object.keys(JOB).filter((name) => !(name in over))
    const { address: _address, ...rest } = Object.fromEntries(
      untouched.map((name) => [name, JOB[name as keyof typeof JOB]]),
    )
    expect(found.job).toMatchObject(rest)
  })

  test('keeps the neighbours of elements that are left out, in order', () => {
    const notes = [
      { id: 5, content: 'a' },
      { content: 'b' },
      { id: 'nte_3', content: ['c'] },
      null,
      { id: 'nte_5', content: 'd' },
    ]
    expect(read({ notes }).job?.notes).toEqual([
      { id: '5', content: 'a' },
      { id: 'nte_3' },
      { id: 'nte_5', content: 'd' },
    ])
  })

  test.each([
    ['2026-11-20T12:00:00.123456-05:00', '2026-11-20T12:00:00.123456-05:00'],
    ['2026-11-20T17:00:00Z', '2026-11-20T17:00:00Z'],
    ['2026-11-20 17:00:00 UTC', '2026-11-20T17:00:00.000Z'],
    ['2026-11-20T17:00:00', '2026-11-20T17:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T12:00:00+20:00', '2026-11-19T16:00:00.000Z'],
    ['11/20/2026', undefined],
    ['2026', undefined],
    ['', undefined],
  ])('that was changed at %p was changed at %p, wherever this runs', (given, taken) => {
    expect(read({ updated_at: given }).job?.updated_at).toBe(taken)
  })

  test.each([[{ id: null }], [{ id: undefined }], [{ id: '' }], [{ id: {} }]])(
    'with %j has no id and is none',
    (over) => {
      const { job, reports } = read(over)
      expect(job).toBeNull()
      expect(reports.at(-1)).toMatchObject({ path: 'id', dropped: '' })
    },
  )

  test('that is anything at all is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(...Object.keys(JOB)), (value, field) => {
        const whole = readLeniently(jobSchema, value, 'jobs.get', () => {})
        const { job } = read({ [field]: value })
        return (whole === null || typeof whole.id === 'string') && (field === 'id' || job?.id === 'job_1')
      }),
      { numRuns: 500 },
    )
  })
})

describe('a list', () => {
  const rows = [{ id: 'job_1' }, { description: 'no id' }, { id: 'job_3' }]
  const records = async (body: unknown) => readRecords(jobSchema, body, 'jobs', 'jobs.list', () => {})

  test('is found in either envelope or bare, without the records that have no id', async () => {
    for (const body of [{ jobs: rows }, { object: 'list', data: rows }, rows]) {
      expect((await records(body)).map(({ id }) => id)).toEqual(['job_1', 'job_3'])
    }
  })

  test.each([[{}], [{ jobs: null }], [{ jobs: {} }], [null], [undefined], ['jobs']])('is not %j', async (body) => {
    expect(await failureOf(records(body))).toMatchObject({ code: 'malformed' })
  })
})

test('records of webhooks are read the same way, by the name they come under', () => {
  const reports: Mismatch[] = []
  const job = readResource('job', { ...JOB, total_amount: '1' }, 'job.completed', (mismatch) => reports.push(mismatch))
  expect(job).toMatchObject({ id: 'job_1' })
  expect(reports).toMatchObject([{ call: 'job.completed', path: 'total_amount' }])
  expect(['job', 'appointment', 'pro', 'toString'].map(isHousecallResource)).toEqual([true, true, false, false])
})
