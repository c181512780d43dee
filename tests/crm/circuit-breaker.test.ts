import { beforeEach, describe, expect, test } from 'bun:test'
import {
  type BreakerChange,
  type BreakerPass,
  type CircuitBreaker,
  createCircuitBreaker,
} from '../../src/crm/circuit-breaker.ts'

let now: number
let changes: BreakerChange[]
let breaker: CircuitBreaker
beforeEach(() => {
  now = 0
  changes = []
  const onStateChange = (change: BreakerChange) => void changes.push(change)
  breaker = createCircuitBreaker({
    now: () => now,
    failuresToOpen: 3,
    openMs: 1000,
    longestOpenMs: 3000,
    probeMs: 500,
    onStateChange,
  })
})

/** A pass; fails the test when there is none. */
function admitted(): BreakerPass {
  const pass = breaker.admit()
  if ('retryAfterMs' in pass) throw new Error(`refused for ${pass.retryAfterMs} ms`)
  return pass
}
const fail = (times = 1) => {
  for (let time = 0; time < times; time += 1) admitted().failed('timed_out')
}

describe('a circuit breaker', () => {
  test('opens after so many failures in a row, and says since when, until when and why', () => {
    fail(2)
    admitted().succeeded()
    fail(2)
    expect(breaker.snapshot()).toMatchObject({ state: 'closed', consecutiveFailures: 2, retryAt: null })
    now = 100
    fail()
    expect(breaker.snapshot()).toEqual({
      state: 'open',
      consecutiveFailures: 3,
      openedAt: new Date(100),
      retryAt: new Date(1100),
      lastFailure: 'timed_out',
    })
    now = 600
    expect(breaker.admit()).toEqual({ retryAfterMs: 500 })
  })

  test('lets one probe through when its time has come, and closes when that succeeds', () => {
    fail(3)
    now = 1000
    const probe = admitted()
    expect(breaker.snapshot().state).toBe('half_open')
    expect(breaker.admit()).toEqual({ retryAfterMs: 500 })
    probe.succeeded()
    expect(breaker.snapshot()).toEqual({
      state: 'closed',
      consecutiveFailures: 0,
      openedAt: null,
      retryAt: null,
      lastFailure: null,
    })
    expect(changes.map(({ from, state }) => `${from} > ${state}`)).toEqual([
      'closed > open',
      'open > half_open',
      'half_open > closed',
    ])
  })

  test('stays open twice as long each time the probe fails too, up to a bound, and starts anew once closed', () => {
    fail(3)
    const pauses: number[] = []
    for (let round = 0; round < 3; round += 1) {
      now = breaker.snapshot().retryAt?.getTime() ?? 0
      fail()
      pauses.push((breaker.snapshot().retryAt?.getTime() ?? 0) - now)
    }
    expect(pauses).toEqual([2000, 3000, 3000])
    expect(breaker.snapshot().openedAt).toEqual(new Date(0))
    now += 3000
    admitted().succeeded()
    fail(3)
    expect(breaker.admit()).toEqual({ retryAfterMs: 1000 })
  })

  test('gives the probe to the next caller when its own was given up or never heard of again', () => {
    fail(3)
    now = 1000
    admitted().abandoned()
    const lost = admitted()
    expect('retryAfterMs' in breaker.admit()).toBe(true)
    now = 1500
    const second = admitted()
    lost.failed('late')
    expect(breaker.snapshot().state).toBe('half_open')
    second.succeeded()
    expect(breaker.snapshot().state).toBe('closed')
  })

  test('takes no verdict from before its last change, and only one from each', () => {
    const slow = admitted()
    const twice = admitted()
    twice.failed('timed_out')
    twice.failed('timed_out')
    fail()
    expect(breaker.snapshot()).toMatchObject({ state: 'closed', consecutiveFailures: 2 })
    fail()
    slow.succeeded()
    expect(breaker.snapshot().state).toBe('open')
  })

  test('counts nothing for a request that its caller gave up', () => {
    for (let time = 0; time < 10; time += 1) admitted().abandoned()
    expect(breaker.snapshot()).toMatchObject({ state: 'closed', consecutiveFailures: 0 })
  })
})
