import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { createHousecallClient, type HousecallClient, type HousecallConfig } from '../../src/crm/housecall/client.ts'
import { type HousecallDouble, type HousecallStep, startHousecallDouble } from '../fakes/housecall.ts'
import type { DoubleReply } from '../fakes/http-double.ts'
import { startHttpDouble } from '../fakes/http-double.ts'
import { testServer } from '../fixtures/lane.ts'
import { failureOf } from './failure.ts'
import { type ManualTiming, manualTiming } from './manual-timing.ts'

let double: HousecallDouble
let timing: ManualTiming
let client: HousecallClient
let jobId: string

const clientFor = (over: Partial<HousecallConfig> = {}) =>
  createHousecallClient({ baseUrl: double.url, apiKey: double.apiKey, requestsPerSecond: 100, timing, ...over })
beforeAll(async () => {
  double = await startHousecallDouble()
  const customer = double.office.addCustomer({ first_name: 'Maria', mobile_number: '6175550123' })
  double.office.addAddress(customer.id, { street: '1 Elm Ave' })
  jobId = double.office.addJob({ customer_id: customer.id, address_id: null }).id
})
afterAll(() => double.stop())
beforeEach(() => {
  timing = manualTiming()
  client = clientFor()
  double.requests.splice(0)
})
const job = () => double.store.jobs.get(jobId)

describe('a request that is safe to repeat', () => {
  test('is repeated after 500, 502 and 503, with a backoff that doubles', async () => {
    double.next({ status: 500 }, { status: 502, body: '' }, { status: 503, body: { error: { message: 'busy' } } })
    expect(await client.jobs.get(jobId)).toMatchObject({ id: jobId })
    expect(timing.slept).toEqual([500, 1000, 2000])
    expect(double.requests).toHaveLength(4)
  })

  test('is repeated after a cut connection', async () => {
    // Bun makes a GET again by itself, once, when a connection that it kept is cut.
    double.next({ drop: true, times: 3 })
    expect(await client.jobs.get(jobId)).toMatchObject({ id: jobId })
    expect(double.requests).toHaveLength(4)
  })

  test('waits by chance between nothing and the whole of the backoff', async () => {
    double.next({ status: 500, times: 3 })
    timing = manualTiming(() => 0.25)
    await clientFor().jobs.get(jobId)
    expect(timing.slept).toEqual([125, 250, 500])
  })

  test('is given up after its last attempt with what that ended in', async () => {
    double.next({ status: 503, times: 4 })
    expect(await failureOf(client.jobs.get(jobId))).toMatchObject({
      code: 'unavailable',
      status: 503,
      call: 'jobs.get',
    })
    expect(double.requests).toHaveLength(4)
    double.next({ status: 503, times: 1 })
    expect((await failureOf(clientFor().jobs.get(jobId, { attempts: 1 }))).code).toBe('unavailable')
  })

  test('is a PUT and a DELETE too; what was deleted by an attempt whose answer was lost is deleted', async () => {
    const customerId = job()?.customer_id ?? ''
    double.next({ status: 502, afterEffect: true })
    expect(await client.customers.update(customerId, { notes: 'Gate code 4711' })).toMatchObject({
      notes: 'Gate code 4711',
    })
    const { id } = await client.jobs.createNote(jobId, 'side door')
    double.next({ drop: true, afterEffect: true })
    await client.jobs.deleteNote(jobId, id ?? '')
    expect(job()?.notes).toEqual([])
    expect(double.requests.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'POST', 'DELETE', 'DELETE'])
  })

  const repeated = [
    [{ garble: true }, 'malformed'],
    [{ status: 404, body: '<html>Not found</html>' }, 'malformed'],
    [{ status: 302, body: '' }, 'malformed'],
    [{ status: 408, body: '' }, 'timed_out'],
  ] as [HousecallStep, string][]
  // These wait for a real time-out, three times.
  const silent = [
    [{ hang: true }, 'timed_out'],
    [{ stall: true, afterEffect: true }, 'timed_out'],
  ] as [HousecallStep, string][]
  test.each(testServer ? [...repeated, ...silent] : repeated)(
    'after %j is repeated, and is %s in the end',
    async (step, code) => {
      double.next(step)
      expect(await clientFor({ timeoutMs: 500 }).jobs.get(jobId)).toMatchObject({ id: jobId })
      double.next({ ...step, times: 2 })
      const failure = await failureOf(clientFor({ timeoutMs: 500 }).jobs.get(jobId, { attempts: 2 }))
      expect(failure).toMatchObject({ code, call: 'jobs.get' })
    },
  )
})

describe('a refusal', () => {
  test.each([
    [{ status: 401, body: 'HTTP Token: Access denied.' }, 'unauthorised'],
    [{ status: 403, body: { error: { message: 'MAX plan only' } } }, 'unauthorised'],
    [{ status: 404, body: '' }, 'not_found'],
    [{ status: 404, body: {} }, 'not_found'],
    [{ status: 410, body: { error: { message: 'gone' } } }, 'gone'],
    [{ status: 400, body: { message: 'bad page' } }, 'invalid'],
    [{ status: 422, body: { error: { message: 'no' } } }, 'invalid'],
    [{ status: 409, body: { error: { message: 'locked' } } }, 'rejected'],
  ] as [HousecallStep, string][])('%j is %s, at once', async (step, code) => {
    double.next(step)
    expect(await failureOf(client.jobs.get(jobId))).toMatchObject({ code, status: step.status as number })
    expect(double.requests).toHaveLength(1)
    expect(client.breaker().consecutiveFailures).toBe(0)
  })

  test('says which fields are wrong in either shape, and keeps the words out of its message', async () => {
    const refused = await failureOf(client.customers.create({ email: 'REDACTME' }))
    expect(refused).toMatchObject({ code: 'invalid', status: 422, fields: { email: [expect.any(String)] } })
    double.next({ status: 422, body: { error: { message: 'REDACTME is taken' } } })
    const taken = await failureOf(client.customers.create({ first_name: 'x' }))
    expect(taken).toMatchObject({ code: 'invalid', vendorMessage: 'REDACTME is taken', fields: {} })
    expect(`${refused.message} ${taken.message}`).toBe(
      'housecall customers.create: invalid (422) housecall customers.create: invalid (422)',
    )
  })

  test('of a wrong key or scheme is unauthorised, and the key is not in it', async () => {
    for (const config of [{ apiKey: 'REDACTME' }, { authScheme: 'Bearer' as const }]) {
      const refused = await failureOf(clientFor(config).company.get())
      expect(refused.code).toBe('unauthorised')
      expect(`${refused.stack} ${JSON.stringify(refused)}`).not.toContain('REDACTME')
    }
  })
})

describe('too many requests', () => {
  test.each([
    ['7', 7000],
    ['Sat, 21 Nov 2026 15:00:12 GMT', 12_000],
  ])('are waited for as long as Retry-After %s says', async (retryAfter, waited) => {
    double.next({ status: 429, retryAfter, body: {} })
    await client.jobs.get(jobId)
    expect(timing.slept.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(waited, -1)
  })

  test('without a Retry-After are waited for by the backoff', async () => {
    double.next({ status: 429, body: '' })
    await client.jobs.get(jobId)
    expect(timing.slept).toEqual([500])
  })

  test('for too long give the call back, saying for how long, and every other call of the account too, unsent', async () => {
    double.next({ status: 429, retryAfter: 120, body: {} })
    expect(await failureOf(client.jobs.get(jobId))).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 120 })
    timing.advance(30_000)
    expect(await failureOf(client.company.get())).toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 90,
      wasSent: false,
    })
    expect(double.requests).toHaveLength(1)
    timing.advance(90_000)
    expect(await client.jobs.get(jobId)).toMatchObject({ id: jobId })
  })

  test('say nothing against the service: the circuit stays closed', async () => {
    double.next({ status: 429, body: {}, times: 20 })
    for (let call = 0; call < 5; call += 1) await failureOf(client.jobs.get(jobId))
    expect(client.breaker().state).toBe('closed')
  })
})

describe('a POST', () => {
  test.each([
    [{ hang: true, afterEffect: true }, 'timed_out', 1],
    [{ stall: true, afterEffect: true }, 'timed_out', 1],
    [{ drop: true, afterEffect: true }, 'unavailable', 1],
    [{ drop: true }, 'unavailable', 0],
    [{ status: 500, afterEffect: true }, 'unavailable', 1],
    [{ status: 503, retryAfter: 1 }, 'unavailable', 0],
    [{ garble: true, afterEffect: true }, 'malformed', 1],
    [{ status: 403, body: '<html>blocked</html>' }, 'malformed', 0],
  ] as [HousecallStep, string, number][])(
    'that ends in %j has an unknown outcome (%s) and is sent once',
    async (step, reason, made) => {
      const before = job()?.notes.length ?? 0
      double.next({ ...step, method: 'POST' })
      const failure = await failureOf(clientFor({ timeoutMs: 200 }).jobs.createNote(jobId, 'No leak found.'))
      expect(failure).toMatchObject({ code: 'unknown_outcome', reason, wasSent: true } as never)
      expect(double.requests).toHaveLength(1)
      expect((job()?.notes.length ?? 0) - before).toBe(made)
    },
  )

  test('that was turned away unread is sent again', async () => {
    double.next({ status: 429, retryAfter: 2, body: {} })
    expect(await client.jobs.createNote(jobId, 'again')).toMatchObject({ content: 'again' })
    expect(double.requests).toHaveLength(2)
  })

  test('that never left is tried again, and is not unknown when nobody listens', async () => {
    const failure = await failureOf(clientFor({ baseUrl: 'http://127.0.0.1:1' }).jobs.createNote(jobId, 'x'))
    expect(failure).toMatchObject({ code: 'unavailable', wasSent: false })
    expect(timing.slept).toEqual([500, 1000, 2000])
  })

  test.each([[{}], [[]], ['']])('whose answer is %j made something, nobody knows what', async (body) => {
    double.next({ status: 201, body })
    const failure = await failureOf(client.customers.create({ first_name: 'Ada' }))
    expect(failure).toMatchObject({ code: 'unknown_outcome', reason: 'malformed' })
  })

  test('whose note comes back without its id is done, and says so with null', async () => {
    double.next({ status: 201, body: {} })
    expect(await client.jobs.createNote(jobId, 'x')).toEqual({ id: null, content: 'x' })
  })
})

describe('the caller', () => {
  test('can give up while an answer is awaited: aborted, and unknown for a POST', async () => {
    for (const [work, code] of [
      [(signal: AbortSignal) => client.jobs.get(jobId, { signal }), 'aborted'],
      [(signal: AbortSignal) => client.jobs.createNote(jobId, 'x', { signal }), 'unknown_outcome'],
    ] as const) {
      const caller = new AbortController()
      double.next({ hang: true })
      const arrived = double.nextRequest()
      const call = failureOf(work(caller.signal))
      await arrived
      caller.abort()
      expect((await call).code).toBe(code)
    }
  })

  test('can give up before and between attempts; a POST that was turned away by then is not unknown', async () => {
    expect(await failureOf(client.jobs.get(jobId, { signal: AbortSignal.abort() }))).toMatchObject({ wasSent: false })
    const caller = new AbortController()
    timing.sleep = async (_, signal) => {
      caller.abort()
      signal?.throwIfAborted()
    }
    double.next({ status: 429, body: {} })
    const failure = await failureOf(client.jobs.createNote(jobId, 'x', { signal: caller.signal }))
    expect(failure).toMatchObject({ code: 'aborted', wasSent: false })
    expect(double.requests).toHaveLength(1)
  })

  test('who gives up says nothing against the service', async () => {
    for (let call = 0; call < 10; call += 1) {
      double.next({ hang: true })
      await failureOf(client.jobs.get(jobId, { signal: AbortSignal.timeout(5) }))
    }
    expect(client.breaker()).toMatchObject({ state: 'closed', consecutiveFailures: 0 })
  })
})

describe('the circuit breaker of an account', () => {
  test('opens after five failures, spares the service, tells of it, and closes when it answers again', async () => {
    const told: string[] = []
    const own = clientFor({ onStateChange: ({ from, state }) => told.push(`${from} > ${state}`) })
    double.next({ status: 500, times: 5 })
    await failureOf(own.jobs.get(jobId))
    const cut = await failureOf(own.jobs.get(jobId))
    expect(cut).toMatchObject({ code: 'circuit_open', wasSent: false })
    expect(cut.retryAfterSeconds).toBe(29.5)
    expect(own.breaker()).toMatchObject({ state: 'open', consecutiveFailures: 5, lastFailure: 'unavailable' })
    expect(await failureOf(own.jobs.createNote(jobId, 'x'))).toMatchObject({ code: 'circuit_open', wasSent: false })
    expect(double.requests).toHaveLength(5)
    timing.advance(30_000)
    expect(await own.jobs.get(jobId)).toMatchObject({ id: jobId })
    expect(own.breaker().state).toBe('closed')
    expect(told).toEqual(['closed > open', 'open > half_open', 'half_open > closed'])
  })

  test('is its own: another account is not touched by it', async () => {
    double.next({ status: 500, times: 5 })
    await failureOf(client.jobs.get(jobId))
    await failureOf(client.jobs.get(jobId))
    expect(await clientFor().jobs.get(jobId)).toMatchObject({ id: jobId })
  })
})

test('bulk work goes at four fifths of the rate, and the rest does not wait behind it', async () => {
  const own = clientFor({ requestsPerSecond: 5 })
  const start = timing.now()
  for (let call = 0; call < 21; call += 1) await own.jobs.get(jobId, { priority: 'bulk' })
  expect(timing.now() - start).toBeCloseTo(5000, -1)
  const before = timing.now()
  await own.jobs.get(jobId)
  expect(timing.now()).toBe(before)
})

test('the company of a multi-location account and the scheme are sent as configured; a redirect is not followed', async () => {
  const seen = await startHttpDouble(
    (): DoubleReply => ({ status: 307, headers: { location: `${double.url}/company` }, body: '' }),
  )
  const own = clientFor({ baseUrl: seen.url, apiKey: 'k', authScheme: 'Bearer', companyId: 'c-2' })
  expect((await failureOf(own.company.get({ attempts: 1 }))).code).toBe('malformed')
  expect(seen.requests[0]?.headers.get('authorization')).toBe('Bearer k')
  expect(seen.requests[0]?.headers.get('x-company-id')).toBe('c-2')
  expect(double.requests).toHaveLength(0)
  await seen.stop()
})
