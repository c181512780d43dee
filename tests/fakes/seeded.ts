/** Chance that can be repeated: the same seed gives the same numbers. Mulberry32 (Ettinger, public domain). */
export interface Chance {
  /** at least 0, below 1 */
  number(): number
  /** from 0, below `end` */
  below(end: number): number
  /** true so often, 0 to 1 */
  happens(share: number): boolean
  pick<T>(list: readonly T[]): T
  shuffle<T>(list: readonly T[]): T[]
  /** so many hexadecimal digits */
  hex(digits: number): string
}

export function seeded(seed: number): Chance {
  let state = seed >>> 0
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (end: number) => Math.floor(number() * end)
  return {
    number,
    below,
    happens: (share) => number() < share,
    pick: <T>(list: readonly T[]) => {
      if (list.length === 0) throw new RangeError('nothing to pick from')
      return list[below(list.length)] as T
    },
    shuffle: <T>(list: readonly T[]) => {
      const mixed = [...list]
      for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = below(last + 1)
        const moved = mixed[last] as T
        mixed[last] = mixed[other] as T
        mixed[other] = moved
      }
      return mixed
    },
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
  }
}
