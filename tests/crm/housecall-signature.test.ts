import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type SignedRequest, signHousecallBody, verifyHousecallSignature } from '../../src/crm/housecall/signature.ts'

/** Known from four implementations that agree. */
const VECTOR: SignedRequest = {
  timestamp: '1677189615',
  signature: '58e54d629ca05fd8aa1b764329e6f09c8562ea67f1aa517c78bed34a5b34f26f',
  rawBody: '{"event":"job.created","company_id":"abc"}',
  secrets: ['test-signing-secret'],
  toleranceSeconds: 300,
  now: new Date(1_677_189_615_000),
}
const check = (over: Partial<SignedRequest> = {}) => verifyHousecallSignature({ ...VECTOR, ...over })
const later = (seconds: number) => new Date(VECTOR.now.getTime() + seconds * 1000)

describe('the known vector', () => {
  test('is accepted, as text and as bytes, and is what we sign ourselves', () => {
    expect(check()).toEqual({ isValid: true, signedAt: VECTOR.now })
    expect(check({ rawBody: new TextEncoder().encode(VECTOR.rawBody as string) }).isValid).toBe(true)
    expect(signHousecallBody('test-signing-secret', '1677189615', VECTOR.rawBody)).toBe(VECTOR.signature as string)
  })

  test('is accepted with the old and the new secret while it is being changed', () => {
    expect(check({ secrets: ['new', 'test-signing-secret'] }).isValid).toBe(true)
    expect(check({ secrets: ['test-signing-secret', ''] }).isValid).toBe(true)
  })

  test.each([
    ['another body', { rawBody: `${VECTOR.rawBody} ` }, 'forged'],
    ['a body with a byte order mark', { rawBody: `\uFEFF${VECTOR.rawBody}` }, 'forged'],
    ['another timestamp', { timestamp: '1677189616' }, 'forged'],
    ['another secret', { secrets: ['test-signing-secre'] }, 'forged'],
    ['its signature in capitals', { signature: VECTOR.signature?.toUpperCase() }, 'malformed'],
    ['its signature with a prefix', { signature: `sha256=${VECTOR.signature}` }, 'malformed'],
    ['its signature cut short', { signature: VECTOR.signature?.slice(0, 62) }, 'malformed'],
    ['its signature and more', { signature: `${VECTOR.signature}00` }, 'malformed'],
    ['a timestamp in milliseconds', { timestamp: '1677189615000' }, 'malformed'],
    ['a timestamp with a leading zero', { timestamp: '01677189615' }, 'malformed'],
    ['a timestamp that is a fraction', { timestamp: '1677189615.0' }, 'malformed'],
    ['a timestamp below zero', { timestamp: '-1677189615' }, 'malformed'],
    ['a timestamp that is a word', { timestamp: 'NaN' }, 'malformed'],
    ['no timestamp', { timestamp: null }, 'absent'],
    ['no signature', { signature: undefined }, 'absent'],
    ['an empty signature', { signature: '' }, 'absent'],
    ['no secret', { secrets: [] }, 'absent'],
    ['an empty secret', { secrets: [''], signature: signHousecallBody('', '1677189615', VECTOR.rawBody) }, 'absent'],
  ] as [string, Partial<SignedRequest>, string][])('is refused with %s', (_, over, reason) => {
    expect(check(over)).toEqual({ isValid: false, reason } as never)
  })
})

describe('the timestamp', () => {
  test.each([
    [300, true],
    [300.9, false],
    [301, false],
    [-300, true],
    [-301, false],
  ])('%d seconds after it was signed, a webhook is accepted: %p', (seconds, isValid) => {
    expect(check({ now: later(seconds) }).isValid).toBe(isValid)
  })

  test('too old is stale, too far ahead is early, and the tolerance is as configured', () => {
    expect(check({ now: later(3600) })).toEqual({ isValid: false, reason: 'stale' })
    expect(check({ now: later(-3600) })).toEqual({ isValid: false, reason: 'early' })
    expect(check({ now: later(3600), toleranceSeconds: 3600 }).isValid).toBe(true)
  })

  test('of a forged webhook says nothing about its age', () => {
    expect(check({ now: later(3600), rawBody: 'x' })).toEqual({ isValid: false, reason: 'forged' })
  })
})

test('any signed body is accepted; changed by any byte, it is not', () => {
  const body = fc.uint8Array({ minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(
      body,
      fc.string({ minLength: 1 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, secret, at, change) => {
        const signature = signHousecallBody(secret, '1677189615', bytes)
        const altered = bytes.slice()
        altered[at % bytes.length] = (altered[at % bytes.length] ?? 0) ^ change
        const signed = { signature, secrets: [secret] }
        return check({ ...signed, rawBody: bytes }).isValid && !check({ ...signed, rawBody: altered }).isValid
      },
    ),
  )
})
