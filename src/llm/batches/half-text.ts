/** Writes vectors as Postgres reads them. */
export interface HalfWriter {
  /**
   * A vector of base64, little-endian 32-bit floats (what OpenAI sends), as `[0.1,…]` in half precision, which is what is
   * stored. Null when it is not so many finite numbers that a half can hold.
   */
  write(base64: string, dimensions: number): string | null
}

/**
 * Every half there is has its text made once: formatting 77 million numbers of a batch one by one takes minutes, looking
 * them up seconds.
 */
export function createHalfWriter(): HalfWriter {
  const bits = new Uint16Array(65_536)
  for (let n = 0; n < bits.length; n += 1) bits[n] = n
  // Five digits tell any half from its neighbours (IEEE 754 binary16 has 11 bits of precision).
  const texts = Array.from(new Float16Array(bits.buffer), (value) =>
    Number.isFinite(value) ? String(Number(value.toPrecision(5))) : null,
  )
  return {
    write(base64, dimensions) {
      const bytes = Uint8Array.fromBase64(base64)
      if (bytes.length !== dimensions * 4) return null
      const halves = Float16Array.from(new Float32Array(bytes.buffer, bytes.byteOffset, dimensions))
      const words = new Uint16Array(halves.buffer)
      let text = '['
      for (let at = 0; at < dimensions; at += 1) {
        const number = texts[words[at] as number]
        if (number == null) return null
        text += at === 0 ? number : `,${number}`
      }
      return `${text}]`
    },
  }
}
