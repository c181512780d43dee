import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { signTwilioRequest } from '../../src/channels/twilio/signature.ts'
import { startShell } from '../fakes/shell.ts'
import { testServer } from '../fixtures/lane.ts'

const PUBLIC_URL = 'https://rapport.example.com'
const TOKEN = '0123456789abcdef0123456789abcdef'
const NEXT = 'fedcba9876543210fedcba9876543210'
const STATUS_QUERY = `tenant=${crypto.randomUUID()}&delivery=${crypto.randomUUID()}&attempt=1`

interface Signed {
  path: string
  params: [string, string][]
  signature: string
}

const form: [string, string][] = [
  ['MessageSid', `SM${'a1'.repeat(16)}`],
  ['AccountSid', `AC${'b2'.repeat(16)}`],
  ['From', '+16175550123'],
  ['To', '+16175550100'],
  ['Body', 'Burst pipe, please come! 100% wet & cold = bad'],
  ['NumSegments', '1'],
  ['MessageStatus', 'delivered'],
  ['NumMedia', '0'],
]
const sign = (path: string): Signed => ({
  path,
  params: form,
  signature: signTwilioRequest(TOKEN, PUBLIC_URL + path, Object.fromEntries(form)),
})
const requests = [sign('/webhooks/twilio/sms'), sign(`/webhooks/twilio/status?${STATUS_QUERY}`)]

const at = <T>(list: readonly T[], n: number): T => list[n % list.length] as T
const splice = (text: string, place: number, remove: number, insert: string) =>
  text.slice(0, place % (text.length + 1)) + insert + text.slice((place % (text.length + 1)) + remove)

/** Each makes one change that whoever has no token could make to a request they recorded. */
const mutations: ((request: Signed, n: number, text: string) => Signed)[] = [
  // body: a value, a name, a field more, less or twice
  (r, n, t) => ({
    ...r,
    params: r.params.map(([k, v], i) => (i === n % r.params.length ? [k, splice(v, n, 1, t)] : [k, v])),
  }),
  (r, n, t) => ({
    ...r,
    params: r.params.map(([k, v], i) => (i === n % r.params.length ? [splice(k, n, 1, t), v] : [k, v])),
  }),
  (r, _, t) => ({ ...r, params: [...r.params, [`X${t}`, t]] }),
  (r, n) => ({ ...r, params: r.params.filter((_, i) => i !== n % r.params.length) }),
  (r, n, t) => ({ ...r, params: [...r.params, [at(r.params, n)[0], `${at(r.params, n)[1]}${t}x`]] }),
  (r, n) => {
    const [one, two] = [n % r.params.length, (n + 1) % r.params.length]
    return { ...r, params: r.params.map(([k], i) => [k, at(r.params, i === one ? two : i === two ? one : i)[1]]) }
  },
  // header: a character, a piece, another text, none at all
  (r, n, t) => ({ ...r, signature: splice(r.signature, n, 1, t) }),
  (r, n) => ({ ...r, signature: r.signature.slice(0, n % r.signature.length) }),
  (r, _, t) => ({ ...r, signature: btoa(unescape(encodeURIComponent(t))) }),
  (r, n) => ({ ...r, signature: splice(r.signature, n, 1, r.signature[n % r.signature.length] === 'A' ? 'B' : 'A') }),
  // URL: the other route, a query more, a query changed
  (r) => ({ ...r, path: r.path.startsWith(at(requests, 0).path) ? at(requests, 1).path : at(requests, 0).path }),
  (r, _, t) => ({ ...r, path: `${r.path}${r.path.includes('?') ? '&' : '?'}x=${encodeURIComponent(t)}` }),
  (r, n, t) => ({
    ...r,
    path: r.path.includes('?') ? r.path.replace(/=[^&]*/, `=${encodeURIComponent(t)}${n}`) : `${r.path}?${n}`,
  }),
  // token: of somebody else, shortened, empty
  (r, n, t) => {
    const token = [t, TOKEN.slice(0, n % TOKEN.length), TOKEN.toUpperCase(), `${TOKEN}${t} `][n % 4] ?? ''
    return {
      ...r,
      signature: token === TOKEN ? '' : signTwilioRequest(token, PUBLIC_URL + r.path, Object.fromEntries(r.params)),
    }
  },
]

const MUTATIONS = testServer ? 10_000 : 2000

test(`of ${MUTATIONS} changed requests none is accepted, and none reaches the database`, async () => {
  let reached = 0
  const reach = async () => {
    reached += 1
    return { outcome: 'stored' }
  }
  const api = { receiveSms: reach, applyStatusCallback: reach, keepUnroutedEvent: reach }
  const shell = startShell({ PUBLIC_URL, LOG_LEVEL: 'silent' }, { api: api as never, twilioTokens: [NEXT, TOKEN] })
  const send = async ({ path, params, signature }: Signed) => {
    const headers = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' })
    // A header cannot carry every text; what it cannot carry cannot be sent either.
    headers.set('X-Twilio-Signature', signature.replaceAll(/[^\x21-\x7e]/g, '?'))
    return (await shell.app.request(path, { method: 'POST', headers, body: new URLSearchParams(params).toString() }))
      .status
  }
  for (const request of requests) expect(await send(request)).toBe(200)
  expect(reached).toBe(2)

  const key = ({ path, params, signature }: Signed) => JSON.stringify([path, params.toSorted(), signature])
  const originals = new Set(requests.map(key))
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...requests),
      fc.constantFrom(...mutations),
      fc.nat(200),
      fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
      async (request, mutate, n, text) => {
        const changed = mutate(request, n, text)
        fc.pre(!originals.has(key(changed)))
        const status = await send(changed)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        expect(status).toBe(403)
      },
    ),
    { numRuns: MUTATIONS },
  )
  expect(reached).toBe(2)
  expect(statuses.get(403)).toBe(MUTATIONS)
}, 30_000)
