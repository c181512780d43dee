import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { FormParams } from '../../src/channels/twilio/form.ts'
import { encodeForm, parseForm } from '../../src/channels/twilio/form.ts'
import { isTwilioSignatureValid, publicRequestUrl, signTwilioRequest } from '../../src/channels/twilio/signature.ts'

/** The vector of Twilio's documentation, as computed with their own validator. */
const VECTOR = {
  publicUrl: 'https://mycompany.com',
  requestUrl: '/myapp.php?foo=1&bar=2',
  params: {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+12349013030',
    Digits: '1234',
    From: '+12349013030',
    To: '+18005551212',
  } as FormParams,
  signature: '0/KCTR6DLpKmkAf8muzZqo1nDgQ=',
  authTokens: ['12345'],
}
const check = (over: Partial<typeof VECTOR>) => isTwilioSignatureValid({ ...VECTOR, ...over })

describe("Twilio's vector", () => {
  test('is accepted, and is what we sign ourselves', () => {
    expect(check({})).toBe(true)
    const url = publicRequestUrl(VECTOR.publicUrl, VECTOR.requestUrl)
    expect(signTwilioRequest('12345', url, VECTOR.params)).toBe(VECTOR.signature)
  })

  test('is accepted when the proxy called us by another scheme, host and port', () => {
    expect(check({ requestUrl: 'http://10.0.0.7:8787/myapp.php?foo=1&bar=2' })).toBe(true)
  })

  test('is accepted when the received URL carries a fragment, which no client sends on', () => {
    expect(check({ requestUrl: `${VECTOR.requestUrl}#top` })).toBe(true)
  })

  test('is accepted when the public URL ends in a slash or names the standard port', () => {
    expect(check({ publicUrl: 'https://mycompany.com/' })).toBe(true)
    expect(check({ publicUrl: 'https://mycompany.com:443' })).toBe(true)
  })

  test.each([
    ['another path', { requestUrl: '/other.php?foo=1&bar=2' }],
    ['another query', { requestUrl: '/myapp.php?foo=1&bar=3' }],
    ['no query', { requestUrl: '/myapp.php' }],
    ['another host', { publicUrl: 'https://mycompany.net' }],
    ['another scheme', { publicUrl: 'http://mycompany.com' }],
    ['another token', { authTokens: ['12346'] }],
    ['no token', { authTokens: [] }],
    ['no signature', { signature: '' }],
    ['a changed parameter', { params: { ...VECTOR.params, Digits: '1235' } }],
    ['a further parameter', { params: { ...VECTOR.params, Extra: '' } }],
    ['a missing parameter', { params: { ...VECTOR.params, To: [] } }],
    ['a repeated parameter', { params: { ...VECTOR.params, Digits: ['1234', '1'] } }],
  ] as [string, Partial<typeof VECTOR>][])('is refused with %s', (_, over) => {
    expect(check(over)).toBe(false)
  })
})

describe('tokens', () => {
  test('old and new are both accepted while a token is rotated', () => {
    expect(check({ authTokens: ['new-token', '12345'] })).toBe(true)
  })

  test('an empty one opens nothing, even to a request signed with the empty token', () => {
    const signature = signTwilioRequest('', 'https://mycompany.com/myapp.php?foo=1&bar=2', VECTOR.params)
    expect(check({ signature, authTokens: [''] })).toBe(false)
  })
})

describe('any signed form', () => {
  const params = fc.dictionary(
    fc.string({ minLength: 1 }),
    fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 2 })),
  )
  const url = 'https://rapport.example.com/webhooks/twilio/sms?tenant=a%20b'
  const accepted = (form: FormParams, signature: string, token = 'token') =>
    isTwilioSignatureValid({
      publicUrl: 'https://rapport.example.com',
      requestUrl: '/webhooks/twilio/sms?tenant=a%20b',
      params: form,
      signature,
      authTokens: [token],
    })

  test('is accepted after a round trip over the wire, repeated, empty, unicode and odd names included', () => {
    fc.assert(
      fc.property(params, (form) => {
        const wire = encodeForm(form)
        // Lone surrogates cannot be sent as UTF-8: what is sent is what the receiver decodes.
        const received = parseForm(wire)
        return accepted(parseForm(encodeForm(received)), signTwilioRequest('token', url, received))
      }),
    )
  })

  test('is refused once a value is longer by any text, or one parameter more came along', () => {
    fc.assert(
      fc.property(params, fc.string({ minLength: 1 }), (form, text) => {
        const received = parseForm(encodeForm({ ...form, Body: 'hello' }))
        const signature = signTwilioRequest('token', url, received)
        const longer = { ...received, Body: `hello${text}` }
        const more = { ...received, [`~${text}`]: text, Body: 'hello' }
        return !accepted(longer, signature) && (`~${text}` in received || !accepted(more, signature))
      }),
    )
  })

  test('is refused when any character of the signature differs, or the token does', () => {
    fc.assert(
      fc.property(params, fc.nat(27), fc.string({ minLength: 1 }), (form, position, token) => {
        const signature = signTwilioRequest('token', url, form)
        const other = signature[position] === 'A' ? 'B' : 'A'
        const mutated = signature.slice(0, position) + other + signature.slice(position + 1)
        return !accepted(form, mutated) && (token === 'token' || !accepted(form, signature, token))
      }),
    )
  })
})

describe('form bodies', () => {
  test('keep repeated names in order and a name like __proto__ as an ordinary one', () => {
    const form = parseForm('a=1&b=x+y%26z&a=2&__proto__=p&a=1&empty=')
    expect(Object.entries(form)).toEqual([
      ['a', ['1', '2', '1']],
      ['b', 'x y&z'],
      ['__proto__', 'p'],
      ['empty', ''],
    ])
    expect({}.constructor).toBe(Object)
  })

  test('repeated values are signed as Twilio does: each once, sorted', () => {
    const once = signTwilioRequest('t', 'https://x.example/', { a: ['1', '2'] })
    expect(signTwilioRequest('t', 'https://x.example/', { a: ['2', '1', '2'] })).toBe(once)
  })
})
