import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { createTokenBucket } from '../../src/crm/token-bucket.ts'
import { simulatedTiming } from './simulated-timing.ts'

const PATIENT = { longestWaitMs: Number.POSITIVE_INFINITY }

/** Asks at these moments; answers when each got leave. */
async function leavesOf(arrivals: number[], options: { ratePerSecond: number; burst: number }): Promise<number[]> {
  const timing = simulatedTiming()
  const bucket = createTokenBucket(timing, options)
  const asked = arrivals.map(async (at) => {
    await timing.sleep(at)
    await bucket.take(PATIENT)
    return timing.now()
  })
  await timing.run()
  return Promise.all(asked)
}

describe('a token bucket', () => {
  test('gives a burst at once, then leave at its rate', async () => {
    expect(await leavesOf([0, 0, 0, 0, 0], { ratePerSecond: 4, burst: 3 })).toEqual([0, 0, 0, 250, 500])
  })

  test('is full again after a rest, and not more than full', async () => {
    expect(await leavesOf([0, 0, 60_000, 60_000, 60_000], { ratePerSecond: 1, burst: 2 })).toEqual([
      0, 0, 60_000, 60_000, 61_000,
    ])
  })

  test('never gives more leave in any span of time than its burst and its rate allow, and keeps nobody longer than needed', async () => {
    const arrivals = fc.array(fc.nat(20_000), { minLength: 1, maxLength: 40 }).map((all) => all.sort((a, b) => a - b))
    await fc.assert(
      fc.asyncProperty(
        arrivals,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        async (all, rate, burst) => {
          const leaves = await leavesOf(all, { ratePerSecond: rate, burst })
          for (const [first, from] of leaves.entries()) {
            for (const [last, to] of leaves.entries()) {
              if (last < first) continue
              expect(last - first + 1).toBeLessThanOrEqual(burst + ((to - from) * rate) / 1000 + 1e-6)
            }
          }
          // The last one waited only if those before it used the bucket up.
          const usedUp = all.map((at, index) => (all.length - index - burst) * (1000 / rate) + at)
          expect(leaves.at(-1)).toBeLessThanOrEqual(Math.max(all.at(-1) ?? 0, ...usedUp) + 1e-6)
        },
      ),
      { numRuns: 100 },
    )
  })

  test('says how long the wait would be when that is too long, and takes nothing', async () => {
    const timing = simulatedTiming()
    const bucket = createTokenBucket(timing, { ratePerSecond: 1, burst: 1 })
    expect(await bucket.take({ longestWaitMs: 0 })).toBeNull()
    expect(await bucket.take({ longestWaitMs: 500 })).toBe(1000)
    await timing.pass(1000)
    expect(await bucket.take({ longestWaitMs: 0 })).toBeNull()
  })

  test('gives the leave of one who went away to the next', async () => {
    const timing = simulatedTiming()
    const bucket = createTokenBucket(timing, { ratePerSecond: 1, burst: 1 })
    await bucket.take(PATIENT)
    const impatient = new AbortController()
    const left = bucket.take({ ...PATIENT, signal: impatient.signal }).catch(() => 'went away')
    impatient.abort()
    expect(await left).toBe('went away')
    const next = bucket.take(PATIENT).then(() => timing.now())
    await timing.run()
    expect(await next).toBe(1000)
  })

  test('held, it lets nobody through, those who waited already neither; afterwards one at a time', async () => {
    const timing = simulatedTiming()
    const bucket = createTokenBucket(timing, { ratePerSecond: 10, burst: 3 })
    const ask = () => bucket.take(PATIENT).then(() => timing.now())
    const asked = Array.from({ length: 5 }, ask)
    await timing.pass(50)
    bucket.hold(5000)
    bucket.hold(100)
    asked.push(ask())
    await timing.run()
    expect((await Promise.all(asked)).sort((a, b) => a - b)).toEqual([0, 0, 0, 5050, 5150, 5250])
  })

  test('cannot be made without a rate', () => {
    expect(() => createTokenBucket(simulatedTiming(), { ratePerSecond: 0, burst: 1 })).toThrow(RangeError)
    expect(() => createTokenBucket(simulatedTiming(), { ratePerSecond: Number.NaN, burst: 1 })).toThrow(RangeError)
  })
})
