/** The value below which a share of the others lies: 0.5 is the median. NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Rounded to so many decimals, for the table and the JSON line. */
export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals))
