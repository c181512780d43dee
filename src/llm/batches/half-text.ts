/** Writes vectors as Postgres reads them. */
export interface HalfWriter {
  /**
   * A vector of base64, little-endian 32-bit floats (what OpenAI sends), as `[0.1,…]` in half precision, which is what is
   * stored. Null when it is not so many finite numbers that a half can hold.
   */
  write(base64: string, dimensions: number): string | null
}

/**
 * The text of each half is made once, when it first comes: formatting the 77 million numbers of a batch one by one takes
 * minutes, looking them up seconds.
 */
export function createHalfWriter(): HalfWriter {
  const texts: (string | undefined)[] = Array.from({ length: 65_536 })
  const one = new Uint16Array(1)
  const asHalf = new Float16Array(one.buffer)
  const textOf = (bits: number): string => {
    one[0] = bits
    // Five digits tell any half from its neighbours (IEEE 754 binary16 has 11 bits of precision).
    const text = String(Number((asHalf[0] as number).toPrecision(5)))
    texts[bits] = text
    return text
  }
  return {
    write(base64, dimensions) {
      const bytes = Uint8Array.fromBase64(base64)
      if (bytes.length !== dimensions * 4) return null
      const halves = Float16Array.from(new Float32Array(bytes.buffer, bytes.byteOffset, dimensions))
      const words = new Uint16Array(halves.buffer)
      let text = ''
      for (let at = 0; at < dimensions; at += 1) {
        const bits = words[at] as number
        // All ones in the exponent: infinite, or no number.
        if ((bits & 0x7c00) === 0x7c00) return null
        text += `,${texts[bits] ?? textOf(bits)}`
      }
      return `[${text.slice(1)}]`
    },
  }
}
