import { expect, test } from 'bun:test'
import { localEmbedder } from '../../src/llm/embeddings/local.ts'

const cosine = async (one: string, other: string) => {
  const [a = [], b = []] = await localEmbedder.embed([one, other])
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}

test('a vector has 1,536 numbers and length 1, and is the same every time', async () => {
  const [vector = []] = await localEmbedder.embed(['The water heater leaks.'])
  expect(vector).toHaveLength(localEmbedder.dimensions)
  expect(Math.hypot(...vector)).toBeCloseTo(1, 2)
  expect(await localEmbedder.embed(['The water heater leaks.'])).toEqual([vector])
})

test('texts that share words or parts of words are nearer than others, whatever their case and accents', async () => {
  expect(await cosine('a leaking water heater', 'the water heaters leaked')).toBeGreaterThan(0.4)
  expect(await cosine('a leaking water heater', 'invoice from Thursday')).toBeLessThan(0.15)
  expect(await cosine('José CAFÉ', 'jose cafe')).toBeCloseTo(1, 3)
})

test('a text without words has a vector without direction', async () => {
  expect((await localEmbedder.embed([' … ']))[0]?.every((value) => value === 0)).toBe(true)
})
