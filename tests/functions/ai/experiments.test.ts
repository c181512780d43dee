import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newTenant, type TestTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
let tenant: TestTenant
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenant = await newTenant(admin)
}, 60_000)

const arm = (name: string, share: number, more: object = {}) => ({
  name,
  provider: 'openai' as const,
  model: 'gpt-6-luna',
  share,
  ...more,
})
const save = (arms: unknown, name = 'trial', isActive = true) =>
  api.saveExperiment({ tenantId: tenant.tenantId, name, isActive, arms, actor: 'key:test' })
/** The arm of each of the parties of a hundred addresses, by channel. */
const arms = async (): Promise<(string | null)[]> => {
  const rows = await admin`
    select (ai.find_arm(jsonb_populate_record(null::memory.conversations, jsonb_build_object(
      'tenant_id', ${tenant.tenantId}::text, 'channel', c.channel, 'address', n.address
    )))).name as arm
    from generate_series(1, 300) as n (address) cross join unnest(array['sms', 'web']) as c (channel)
    order by n.address, c.channel`
  return rows.map((row) => row.arm as string | null)
}

describe('the parties of an experiment', () => {
  test('fall into its arms by their shares, each always into the same', async () => {
    await save([arm('a', 50), arm('b', 30)])
    const [before, again] = [await arms(), await arms()]
    expect(again).toEqual(before)
    const count = (name: string | null) => before.filter((one) => one === name).length / before.length
    // Six hundred parties: four standard deviations of a share are at most 0.09.
    expect(Math.abs(count('a') - 0.5)).toBeLessThan(0.09)
    expect(Math.abs(count('b') - 0.3)).toBeLessThan(0.09)
    expect(Math.abs(count(null) - 0.2)).toBeLessThan(0.09)
  })

  test('change their arm only where a change of shares makes them, and not when arms are listed in another order', async () => {
    await save([arm('a', 40), arm('b', 30), arm('c', 30)])
    const before = await arms()
    await save([arm('c', 45), arm('b', 30), arm('a', 25)])
    const moves = new Set((await arms()).map((now, party) => `${before[party]} ${now}`))
    expect([...moves].filter((move) => move.split(' ')[0] !== move.split(' ')[1])).toEqual(['a c'])
  })

  nativeOnly.test('move as few at a time as the shares allow, whatever the shares', async () => {
    const shares = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 5 })
    const deal = async (slots: (string | null)[], given: number[]) => {
      const list = JSON.stringify(given.map((share, n) => ({ name: `arm${n}`, share })))
      const [row] = await admin`select to_jsonb(ai.deal_slots(
        array(select jsonb_array_elements_text(${JSON.stringify(slots)}::text::jsonb)), ${list}::text::jsonb)) as slots`
      return row?.slots as (string | null)[]
    }
    const held = (slots: (string | null)[], name: string | null) => slots.filter((slot) => slot === name).length
    await fc.assert(
      fc.asyncProperty(shares, shares, async (one, other) => {
        fc.pre(Math.max(...[one, other].map((all) => all.reduce((sum, share) => sum + share, 0))) <= 100)
        const before = await deal(Array(100).fill(null), one)
        const after = await deal(before, other)
        const names = [null, 'arm0', 'arm1', 'arm2', 'arm3', 'arm4']
        const rest = 100 - other.reduce((sum, share) => sum + share, 0)
        expect(names.map((name, n) => held(after, name) - (n === 0 ? rest : (other[n - 1] ?? 0)))).toEqual([
          0, 0, 0, 0, 0, 0,
        ])
        const must = names.reduce((sum, name) => sum + Math.max(0, held(before, name) - held(after, name)), 0)
        expect(after.filter((slot, n) => slot !== before[n])).toHaveLength(must)
      }),
      { numRuns: 200 },
    )
  })
})

describe('an experiment', () => {
  test.each([
    ['no arms', []],
    ['shares over a hundred', [arm('a', 60), arm('b', 41)]],
    ['two arms of a name', [arm('a', 10), arm('a', 10)]],
    ['arms that are none', { a: 1 }],
  ])('with %s is refused', async (_, given) => {
    expect(await failureOf(save(given))).toMatchObject({ code: 'RP003' })
  })

  test('of a provider, model or name of another form is refused and changes nothing', async () => {
    await save([arm('a', 10)], 'kept', false)
    for (const more of [{ provider: 'google' }, { model: 'two words' }, { share: -1 }]) {
      expect(await failureOf(save([arm('b', 10, more)], 'kept', false))).toMatchObject({ code: '23514' })
    }
    expect(await failureOf(save([arm('b', 10)], 'Not A Name', false))).toMatchObject({ code: '23514' })
    const kept = (await api.listExperiments({ tenantId: tenant.tenantId })).find(({ name }) => name === 'kept')
    expect(kept).toMatchObject({ isActive: false, arms: [arm('a', 10)] })
  })

  test('is the only active one of its business', async () => {
    const other = await newTenant(admin)
    const saveThere = (name: string) =>
      api.saveExperiment({ tenantId: other.tenantId, name, isActive: true, arms: [arm('a', 10)], actor: 'key:test' })
    await saveThere('first')
    expect(await failureOf(saveThere('second'))).toMatchObject({ code: 'RP004' })
    expect((await api.listExperiments({ tenantId: other.tenantId })).map(({ name }) => name)).toEqual(['first'])
  })
})
