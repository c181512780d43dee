/** Where commands write: answers to stdout, progress and complaints to stderr, so that `--json` can be piped. */
export interface Output {
  isJson: boolean
  /** The command's answer: as JSON with `--json`, else the text that `render` makes of it. */
  result<T>(value: T, render: (value: T) => string): void
  note(text: string): void
}

export function createOutput(isJson: boolean): Output {
  return {
    isJson,
    result: (value, render) => {
      process.stdout.write(isJson ? `${JSON.stringify(value)}\n` : `${render(value)}\n`)
    },
    note: (text) => {
      process.stderr.write(`${text}\n`)
    },
  }
}

/** Rows as an aligned table with a header; dates as ISO, null as a dash. */
export function table(rows: readonly Record<string, unknown>[], empty = 'nothing'): string {
  const first = rows[0]
  if (!first) return empty
  const columns = Object.keys(first)
  const cells = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => (line[index] ?? '').length)))
  return cells
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '–'
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? value.join(',') : String(value)
}
