import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { normalizeAddress, normalizePhone, phoneToFind } from '../../src/channels/phone.ts'

describe('a phone number as people type it', () => {
  test.each([
    ['(202) 555-0147', '+12025550147'],
    ['202.555.0147', '+12025550147'],
    [' 1-202-555-0147 ', '+12025550147'],
    ['+1 202 555 0147', '+12025550147'],
    ['202-555-0147 ext. 12', '+12025550147'],
    ['２０２５５５０１４７', '+12025550147'],
    ['+44 20 7946 0958', '+442079460958'],
    ['011 44 20 7946 0958', '+442079460958'],
  ])('%s is %s', (text, number) => {
    expect(normalizePhone(text)).toBe(number)
  })

  test.each([
    '',
    '911',
    '555-0147',
    '72645',
    '123-456-7890',
    '+1 202 555 01470',
    'call 202-555-0147 please',
    'ACME',
    '+',
    '+431000',
  ])('%p is none', (text) => {
    expect(normalizePhone(text)).toBeNull()
  })

  test('is looked up as it is when it is North American E.164, even where its area code is too new to be known', () => {
    expect(normalizePhone('+19992000147')).toBeNull()
    expect(phoneToFind(' +19992000147 ')).toBe('+19992000147')
    expect(phoneToFind('(202) 555-0147')).toBe('+12025550147')
    expect(phoneToFind('+44 20 7946 0958')).toBe('+442079460958')
    expect(phoneToFind('+11234567890')).toBeNull()
    expect(phoneToFind('12345')).toBeNull()
  })

  test('is read in the given country', () => {
    expect(normalizePhone('020 7946 0958', 'GB')).toBe('+442079460958')
    expect(normalizePhone('020 7946 0958', 'US')).toBeNull()
  })

  test('normalised once stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+-() .'), maxLength: 20 }), (text) => {
        const number = normalizePhone(text)
        return number === null || (/^\+[1-9]\d{6,14}$/.test(number) && normalizePhone(number) === number)
      }),
      { numRuns: 500 },
    )
  })
})

describe('an address of a message', () => {
  test.each([
    ['+12025550147', 'phone', '+12025550147', '+12025550147'],
    ['(202) 555-0147', 'phone', '+12025550147', '+12025550147'],
    ['72645', 'short_code', '72645', null],
    ['WhatsApp:+12025550147', 'channel', 'whatsapp:+12025550147', '+12025550147'],
    ['rcs:acme_agent', 'channel', 'rcs:acme_agent', null],
    ['messenger:1234567', 'channel', 'messenger:1234567', null],
    ['ACME Heat', 'alphanumeric', 'ACME Heat', null],
    ['someone@example.com', 'other', 'someone@example.com', null],
    ['', 'other', '', null],
  ] as const)('%p is a %s', (text, kind, address, phone) => {
    expect(normalizeAddress(text)).toEqual({ kind, address, phone })
  })

  test('that is E.164 already is believed, even where the metadata does not know the range yet', () => {
    expect(normalizeAddress('+19995550147')).toEqual({ kind: 'phone', address: '+19995550147', phone: '+19995550147' })
  })

  test('of any shape gives an answer, and the same one again for its canonical form', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = normalizeAddress(text)
        expect(normalizeAddress(once.address).address).toBe(once.address)
      }),
    )
  })
})
