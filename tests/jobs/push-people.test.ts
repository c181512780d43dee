import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { seeded } from '../fakes/seeded.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { blockOf, startPushing } from './push-fixture.ts'

const MORNING = 'AI Note: Prefers morning appointments'
const EVENING = 'AI Note: Prefers evening appointments'

let pushing: Awaited<ReturnType<typeof startPushing>>
beforeAll(async () => {
  pushing = await startPushing()
})
afterAll(() => pushing.close())
afterEach(() => pushing.reset())

describe('people who write at HousecallPro at the same time', () => {
  const humanEdit = (one: Awaited<ReturnType<typeof pushing.linked>>, notes: (now: string) => string) =>
    pushing.housecall.office.editCustomer(one.remoteId, { notes: notes(one.remote().notes ?? '') })

  test('between our reading and our writing are seen by the second look', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning' })
    pushing.once('GET', () => void humanEdit(one, (now) => `${now}\nDog bites`), 2)
    await one.run()
    expect(one.remote().notes).toBe(`Gate code 4711\nDog bites\n\n${blockOf(MORNING)}`)
  })

  for (const seconds of [0, 2])
    test(`in the very moment before our write, ${seconds} s after our look, lose nothing: their event tells, and it is put back`, async () => {
      const one = await pushing.linked({ notes: 'Gate code 4711\nOwes us 20 dollars', tags: ['Old house'] })
      await one.change({ preferredTimeWindow: 'morning', membershipStatus: 'vip' })
      pushing.once('PUT', async () => {
        await pushing.pass(seconds)
        pushing.housecall.office.editCustomer(one.remoteId, {
          notes: `Gate code 4711\nDog bites\n${seconds ? '' : 'Owes us 20 dollars'}`,
          tags: ['Old house', 'Slow payer'],
        })
        await pushing.pass(seconds)
      })
      await one.run()
      // HousecallPro knows no condition on a write: for now theirs is gone.
      expect(one.remote()).toMatchObject({ tags: ['Old house', 'VIP'] })
      expect(one.remote().notes).not.toContain('Dog bites')
      await one.hear()
      await one.run()
      const kept = seconds ? 'Gate code 4711\nDog bites' : 'Gate code 4711\nDog bites\nOwes us 20 dollars'
      expect(one.remote().notes).toBe(`${kept}\n\n${blockOf(MORNING)}`)
      expect(one.remote().tags).toEqual(['Old house', 'VIP', 'Slow payer'])
      // The events of all that, also again and in any order, move nothing any more.
      const before = one.calls().length
      const events = [...pushing.housecall.events]
      for (const order of [events, events.toReversed()]) await one.hear(order)
      await one.run()
      expect(one.calls()).toHaveLength(before)
    })

  test('are put back also when their event comes while our push still runs', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning' })
    pushing.once('PUT', async () => {
      await pushing.pass(2)
      humanEdit(one, (now) => `${now}\nDog bites`)
      await one.hear()
    })
    await one.run()
    await one.run()
    expect(one.remote().notes).toBe(`Gate code 4711\nDog bites\n\n${blockOf(MORNING)}`)
  })

  test('twice, each at the moment of a write of ours, are put back both', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning' })
    const interfere = (words: string) =>
      pushing.once('PUT', async () => {
        await pushing.pass(2)
        humanEdit(one, (now) => `${words}\n${now}`)
        await pushing.pass(2)
      })
    interfere('Dog bites')
    await one.run()
    await one.hear()
    interfere('See attic')
    await one.run()
    await one.hear()
    await one.run()
    expect(one.remote().notes).toBe(`See attic\nDog bites\nGate code 4711\n\n${blockOf(MORNING)}`)
  })

  test('with a form that was open all the while keep their words; our block comes back', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning' })
    pushing.once('GET', () => void humanEdit(one, () => 'Gate code 4711\nDog bites'), 3)
    await one.run()
    expect(one.remote().notes).toBe(`Gate code 4711\nDog bites\n\n${blockOf(MORNING)}`)
    expect(await one.pushes()).toMatchObject([{ state: 'done' }])
  })

  test('and never stop, are given way to after some rounds; it is tried again later', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning' })
    let count = 0
    pushing.housecall.onRequest(({ method }) => {
      if (method !== 'GET') return
      count += 1
      humanEdit(one, (now) => `${now}\nline ${count}`)
    })
    await one.run()
    expect(await one.pushes()).toMatchObject([{ state: 'queued', reason: 'others keep writing there', failures: 1 }])
    pushing.housecall.onRequest(() => {})
    await pushing.pass(150)
    await one.run()
    const lines = Array.from({ length: count }, (_, index) => `line ${index + 1}`)
    expect((one.remote().notes ?? '').split('\n').filter((line) => line.startsWith('line'))).toEqual(lines)
    expect(one.remote().notes).toContain(blockOf(MORNING))
  })

  test('inside our block find their words below it', async () => {
    const one = await pushing.linked()
    await one.change({ preferredTimeWindow: 'morning' })
    await one.run()
    humanEdit(one, (now) => now.replace(MORNING, `${MORNING}\nbut not on Mondays`))
    await one.change({ preferredTimeWindow: 'evening' })
    await one.run()
    expect(one.remote().notes).toBe(`${blockOf(EVENING)}\n\nbut not on Mondays`)
  })

  test('are told apart from the echo of our own write, which queues nothing', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning', membershipStatus: 'vip' })
    await one.run()
    const calls = one.calls().length
    await one.hear()
    expect(await one.pushes()).toHaveLength(1)
    const reviewed = async () =>
      (
        await pushing.admin`
          select crm.review_remote_customer(${one.tenantId}, ${pushing.admin.json(one.remote() as never)}) as whose`
      )[0]?.whose
    expect(await reviewed()).toBe('own')
    humanEdit(one, (now) => now.replaceAll('\n', '\r\n'))
    expect(await reviewed()).toBe('own')
    await pushing.pass(5)
    humanEdit(one, (now) => `${now}\nDog bites`)
    expect(await reviewed()).toBe('foreign')
    await one.run()
    expect(one.calls()).toHaveLength(calls)
  })
})

nativeOnly.test(
  'no word of a person is lost, whenever they write and however their events come (property)',
  async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const chance = seeded(seed)
      const one = await pushing.linked({ notes: 'first' })
      const written = ['first']
      pushing.housecall.onRequest(async () => {
        if (chance.below(3) > 0 || written.length > 12) return
        await pushing.pass(chance.below(2))
        const line = `words ${seed}-${written.length}`
        const lines = (one.remote().notes ?? '').split('\n')
        lines.splice(chance.below(lines.length + 1), 0, line)
        pushing.housecall.office.editCustomer(one.remoteId, { notes: lines.join('\n') })
        written.push(line)
        await pushing.pass(chance.below(2))
      })
      for (const preferredTimeWindow of ['morning', 'evening', 'afternoon']) {
        await one.change({ preferredTimeWindow })
        await one.run()
        if (chance.below(2) === 0) await one.hear(chance.shuffle(pushing.housecall.events.splice(0)))
      }
      pushing.housecall.onRequest(() => {})
      const rest = pushing.housecall.events.splice(0)
      await one.hear(chance.shuffle([...rest, ...rest]))
      for (let turn = 0; turn < 3; turn += 1) {
        await pushing.pass(600)
        await one.run()
      }
      const lines = (one.remote().notes ?? '').split('\n')
      expect({ seed, lines: lines.filter((line) => written.includes(line)).sort() }).toEqual({
        seed,
        lines: written.sort(),
      })
      expect(one.remote().notes).toContain(blockOf('AI Note: Prefers afternoon appointments'))
      expect((await one.pushes()).filter(({ state }) => state !== 'done' && state !== 'skipped')).toEqual([])
    }
  },
)

describe('a HousecallPro that keeps notes in a form of its own', () => {
  test('is not taken for a person: one write, and what it made of our lines is ours', async () => {
    const one = await pushing.linked({ notes: 'Gate code 4711' })
    await one.change({ preferredTimeWindow: 'morning' })
    const put = pushing.mangling((notes) => notes.replaceAll('\n', '\r\n').replace('Note:', 'Note -'))
    await one.run()
    expect(put.count()).toBe(1)
    await one.change({ preferredTimeWindow: 'evening' })
    await one.run()
    expect(put.count()).toBe(2)
    expect(one.remote().notes?.replaceAll('\r', '')).toBe(
      `Gate code 4711\n\n${blockOf(EVENING.replace('Note:', 'Note -'))}`,
    )
  })
})
