import { describe, expect, test } from 'bun:test'
import { createHalfWriter } from '../../src/llm/batches/half-text.ts'
import { multipartFile } from '../../src/llm/batches/multipart.ts'
import { readLines } from '../../src/llm/batches/read-lines.ts'
import { outputFormats } from '../../src/llm/schemas/index.ts'

const streamOf = (text: string, piece: number) => {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + piece))
      at += piece
    },
  })
}
const linesOf = (text: string, { piece = 3, from = 0, longest = 100 } = {}) =>
  Array.fromAsync(
    readLines(streamOf(text, piece), { from, longest, stallMs: 5000, signal: new AbortController().signal }),
  )

describe('lines of a file', () => {
  const text = 'first\n\nzwölf 🚿\r\nlast'
  test('come whole however the pieces are cut, each with the byte after it; empty ones do not count', async () => {
    for (let piece = 1; piece < 30; piece += 1) {
      expect(await linesOf(text, { piece })).toEqual([
        { text: 'first', end: 6 },
        { text: 'zwölf 🚿', end: 20 },
        { text: 'last', end: 24 },
      ])
    }
  })

  test('go on after the byte where they were left', async () => {
    for (let piece = 1; piece < 30; piece += 1) {
      const all = await linesOf(text, { piece })
      for (const [index, { end }] of all.entries()) {
        expect(await linesOf(text, { piece, from: end })).toEqual(all.slice(index + 1))
      }
    }
  })

  test('that are too long are told of and not kept', async () => {
    expect(await linesOf(`a\n${'x'.repeat(500)}\nb\n`, { piece: 7 })).toEqual([
      { text: 'a', end: 2 },
      { text: null, end: 503 },
      { text: 'b', end: 505 },
    ])
  })
})

test('a vector is written in half precision, and one with another length or without finite numbers is not', () => {
  const halves = createHalfWriter()
  const base64 = (values: number[]) => Buffer.from(Float32Array.from(values).buffer).toString('base64')
  const values = [0, -0.5, 1 / 3, 0.0000123, 65_504]
  const written = JSON.parse(halves.write(base64(values), 5) ?? 'null') as number[]
  expect(Array.from(Float16Array.from(written))).toEqual(Array.from(Float16Array.from(values)))
  expect(halves.write(base64(values), 6)).toBeNull()
  expect(halves.write(base64([Number.NaN]), 1)).toBeNull()
  expect(halves.write(base64([70_000]), 1)).toBeNull()
})

test('a form holds its fields and the lines of its file as they come', async () => {
  async function* lines() {
    yield '{"a":1}\n'
    yield '{"b":"ü"}\n'
  }
  const { body, contentType } = multipartFile('x.jsonl', lines(), { purpose: 'batch' })
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData()
  expect(form.get('purpose')).toBe('batch')
  const file = form.get('file') as File
  expect([file.name, await file.text()]).toEqual(['x.jsonl', '{"a":1}\n{"b":"ü"}\n'])
})

test('every structured output is strict: all properties required, no others', () => {
  const check = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    const { properties, required, additionalProperties } = schema as Record<string, unknown>
    if (properties) {
      expect(Object.keys(properties).sort()).toEqual([...(required as string[])].sort())
      expect(additionalProperties).toBe(false)
    }
    for (const part of Object.values(schema)) check(part)
  }
  const formats = Object.values(outputFormats())
  expect(formats.length).toBeGreaterThan(0)
  for (const { name, schema } of formats) {
    expect(name).toMatch(/^[\w-]{1,64}$/)
    check(schema)
  }
})
