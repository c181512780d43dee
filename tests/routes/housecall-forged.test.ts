import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { signHousecallBody } from '../../src/crm/housecall/signature.ts'
import { startShell } from '../fakes/shell.ts'

const SECRET = 'the-secret-that-signs'
const CLOCK = new Date('2026-11-21T15:00:00Z')
const NOW = Math.floor(CLOCK.getTime() / 1000)

interface Signed {
  path: string
  body: string
  timestamp: string
  signature: string
}

const body = JSON.stringify({
  event: 'job.completed',
  event_occurred_at: '2026-11-21T14:59:00Z',
  company_id: 'company-a',
  job: { id: 'job_1', total_amount: 18_900, customer: { id: 'cus_1', first_name: 'Ann', mobile_number: '6175550123' } },
})
const sign = (path: string, secret = SECRET, timestamp = String(NOW), text = body): Signed => ({
  path,
  body: text,
  timestamp,
  signature: signHousecallBody(secret, timestamp, text),
})
const requests = [sign('/webhooks/housecall'), sign('/webhooks/housecall/shop')]
const splice = (text: string, place: number, remove: number, insert: string) =>
  text.slice(0, place % (text.length + 1)) + insert + text.slice((place % (text.length + 1)) + remove)

/** Each makes one change that whoever has no secret could make to a request they recorded. */
const mutations: ((request: Signed, n: number, text: string) => Signed)[] = [
  // body: a character, a piece more, a piece less, spaces that change no meaning
  (r, n, t) => ({ ...r, body: splice(r.body, n, 1, t) }),
  (r, n, t) => ({ ...r, body: splice(r.body, n, 0, t) }),
  (r, n) => ({ ...r, body: splice(r.body, n, 1 + (n % 7), '') }),
  (r) => ({ ...r, body: `${r.body} ` }),
  (r, n) => ({ ...r, body: r.body.replace('18900', String(n)) }),
  // signature: a digit, a piece, capitals, a prefix, none
  (r, n, t) => ({ ...r, signature: splice(r.signature, n, 1, t) }),
  (r, n) => ({ ...r, signature: splice(r.signature, n % 64, 1, r.signature[n % 64] === 'a' ? 'b' : 'a') }),
  (r, n) => ({ ...r, signature: r.signature.slice(0, n % 64) }),
  (r) => ({ ...r, signature: r.signature.toUpperCase() }),
  (r) => ({ ...r, signature: `sha256=${r.signature}` }),
  (r) => ({ ...r, signature: '' }),
  // timestamp: another one, not a number, none; the signature is of the old one
  (r, n) => ({ ...r, timestamp: String(NOW + 1 + n) }),
  (r, n) => ({ ...r, timestamp: String(NOW - 1 - n) }),
  (r, _, t) => ({ ...r, timestamp: t }),
  (r) => ({ ...r, timestamp: `0${r.timestamp}` }),
  // the boundary between timestamp and body moved
  (r) => ({ ...r, timestamp: `${r.timestamp}.`, body: r.body }),
  // replayed: well signed, but too long ago or not yet
  (r, n) => sign(r.path, SECRET, String(NOW - 301 - n)),
  (r, n) => sign(r.path, SECRET, String(NOW + 302 + n)),
  // signed by somebody else
  (r, n, t) => sign(r.path, [`${SECRET}${t}`, SECRET.slice(0, n % SECRET.length), t, SECRET.toUpperCase()][n % 4]),
]

test('of 5,000 forged, altered and replayed requests none is accepted, and none is stored', async () => {
  let reached = 0
  const reach = async () => {
    reached += 1
    return { outcome: 'stored', eventId: null, name: 'x', isKnown: true }
  }
  const accounts = async () => [
    { tenantId: crypto.randomUUID(), companyId: 'company-a', credentials: null, keyId: null },
  ]
  const api = { resolveHousecallAccounts: accounts, receiveHousecallEvent: reach, keepUnroutedEvent: reach }
  const shell = startShell(
    { HOUSECALL_WEBHOOK_SECRET: SECRET, LOG_LEVEL: 'silent' },
    { api: api as never, clock: () => CLOCK },
  )
  const send = async (request: Signed) => {
    const headers = new Headers({ 'Content-Type': 'application/json' })
    // A header cannot carry every text; what it cannot carry cannot be sent either.
    headers.set('Api-Signature', request.signature.replaceAll(/[^\x21-\x7e]/g, '?'))
    headers.set('Api-Timestamp', request.timestamp.replaceAll(/[^\x21-\x7e]/g, '?'))
    return (await shell.app.request(request.path, { method: 'POST', headers, body: request.body })).status
  }
  for (const request of requests) expect(await send(request)).toBe(200)
  expect(reached).toBe(2)

  const originals = new Set(requests.map((request) => JSON.stringify(request)))
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...requests),
      fc.constantFrom(...mutations),
      fc.nat(2000),
      fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
      async (request, mutate, n, text) => {
        const changed = mutate(request, n, text)
        fc.pre(!originals.has(JSON.stringify(changed)))
        const status = await send(changed)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        expect(status).toBe(403)
      },
    ),
    { numRuns: 5000 },
  )
  expect(reached).toBe(2)
  expect(statuses.get(403)).toBe(5000)
}, 60_000)
