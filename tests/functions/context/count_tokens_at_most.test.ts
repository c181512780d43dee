import { beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { testServer } from '../../fixtures/lane.ts'
import { anyText } from './texts.ts'

let admin: Sql
beforeAll(async () => {
  admin = (await testDatabase()).admin
})

/** All of them on a server, one in six otherwise: the tokenizer takes its time. */
const some = <T>(items: readonly T[]): readonly T[] => items.filter((_, index) => testServer || index % 6 === 0)

const plain = { disallowedSpecial: new Set<string>() }
const tokensOf = (text: string) => encode(text, plain).length

/** The texts that have more tokens than the lower one of the close bound and the rough one says. */
async function exceeding(texts: string[]): Promise<string[]> {
  const rows = await admin<{ bound: number }[]>`
    select least(context.count_tokens_at_most(text), context.count_tokens_roughly(text)) as bound
    from unnest(${texts}::text[]) with ordinality as given (text, place)
    order by place`
  return texts.filter((text, index) => tokensOf(text) > (rows[index]?.bound ?? -1))
}

const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ']
const marks = [...'!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~']

test('no text of any script, code or noise has more tokens than the bound', async () => {
  const texts = fc.sample(anyText(200), { numRuns: testServer ? 4000 : 1000, seed: 20_200 })
  expect(await exceeding(texts)).toEqual([])
})

test('no pair of letters, repeated, has more tokens than the bound', async () => {
  const pairs = letters.flatMap((a) => letters.map((b) => (a + b).repeat(9)))
  expect(await exceeding([...pairs, ...pairs.map((text) => ` ${text.slice(1)}`)])).toEqual([])
})

test('no run of a mark, digits or spaces has more tokens than the bound', async () => {
  const runs = [...marks, ..."0123456789' \n\t"].flatMap((mark) => [1, 2, 3, 4, 7, 15, 40].map((n) => mark.repeat(n)))
  const joined = marks.flatMap((a) => marks.map((b) => `a${a}${b} ${b}\n${a}7 ${a}`))
  expect(await exceeding([...runs, ...joined])).toEqual([])
})

test('no word cut by an apostrophe, as contractions are, has more tokens than the bound', async () => {
  const tails = ['s', 't', 're', 've', 'm', 'll', 'd', 'S', 'LL'].flatMap((tail) => [
    tail,
    `${tail}here`,
    `${tail}ing then`,
  ])
  const texts = ['it', 'x', 'O', 'é', '7', '中', ''].flatMap((head) => tails.map((tail) => `${head}'${tail}`))
  expect(await exceeding([...texts, ...texts.map((text) => ` ${text} ${text}`)])).toEqual([])
})

test('three letters in a row, after any other or a space, have no more tokens than the bound', async () => {
  const small = letters.slice(0, 26)
  const triples = small.flatMap((a) => small.flatMap((b) => small.map((c) => a + b + c)))
  const texts = some(triples).flatMap((triple) => [` ${triple}`, ` q${triple}`, `Z${triple}${triple}`])
  expect(await exceeding(texts)).toEqual([])
}, 30_000)

test('every word with a price of its own costs no more than that after a space, any mark, or before a suffix', async () => {
  const words = await admin<{ word: string; tokens: number }[]>`select word, tokens from context.token_words`
  expect(words.length).toBeGreaterThan(4000)
  const wrong = some(words).filter(
    ({ word, tokens }) =>
      tokensOf(word) > tokens ||
      tokensOf(` ${word}`) > tokens ||
      marks.some((mark) => tokensOf(mark + word) > tokens + 1) ||
      ["'s", "'t", "'re", "'ll"].some((suffix) => tokensOf(` ${word}${suffix}`) > tokens + suffix.length),
  )
  expect(wrong).toEqual([])
}, 20_000)

test('the bound is close for English prose and not unusable for other scripts', async () => {
  const prose =
    'Thanks for coming out so quickly on Monday. The kitchen sink drains well now, but the water heater in the basement started making a rumbling noise last night. Could someone take a look this week, ideally in the morning?'
  const [row] = await admin<{ prose: number; spanish: number; chinese: number }[]>`
    select context.count_tokens_at_most(${prose}) as prose,
      context.count_tokens_at_most('¿Cuánto cuesta reparar el calentador?') as spanish,
      context.count_tokens_at_most('热水器漏水了，请明天早上来看一下。') as chinese`
  expect(row?.prose).toBeLessThanOrEqual(tokensOf(prose) * 1.6)
  expect(row?.spanish).toBeLessThanOrEqual(40)
  expect(row?.chinese).toBeLessThanOrEqual(60)
})
