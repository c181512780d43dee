import type { Family, Labels, Sample } from './metrics-registry.ts'
import type { MetricRow } from './types.ts'

/** The content type of Prometheus's text format. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/

const toLabels = (labels: unknown): Labels =>
  Object.fromEntries(
    Object.entries(labels ?? {})
      .filter(([name, value]) => labelName.test(name) && value !== null)
      .map(([name, value]) => [name, String(value)]),
  )

const familyName = (row: MetricRow) =>
  row.kind === 'histogram' ? row.name.replace(/_(bucket|sum|count)$/, '') : row.name

/** The rows of `api.getMetrics` as families; a row whose name no scraper would accept, or without a number, is left out. */
export const familiesOfRows = (rows: readonly MetricRow[]): Family[] => {
  const families = new Map<string, Family>()
  for (const row of rows) {
    const value = Number(row.value)
    if (!metricName.test(row.name) || Number.isNaN(value)) continue
    const name = familyName(row)
    const family = families.get(name) ?? { name, kind: row.kind, help: row.help, samples: [] }
    family.samples.push({ name: row.name, labels: toLabels(row.labels), value })
    families.set(name, family)
  }
  return [...families.values()]
}

const escapeHelp = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
const escapeLabel = (text: string) => escapeHelp(text).replaceAll('"', '\\"')
const number = (value: number) => (value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value))

const series = ({ name, labels }: Sample) => {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`)
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`
}

/**
 * Families as Prometheus text, version 0.0.4. A family that comes twice is one family, and of a series that comes twice
 * the first counts: a scraper refuses the whole page otherwise.
 */
export const renderFamilies = (families: readonly Family[]): string => {
  const merged = new Map<string, { family: Family; lines: Map<string, number> }>()
  for (const family of families) {
    const entry = merged.get(family.name) ?? { family, lines: new Map<string, number>() }
    for (const sample of family.samples) {
      const key = series(sample)
      if (!entry.lines.has(key)) entry.lines.set(key, sample.value)
    }
    merged.set(family.name, entry)
  }
  return [...merged.values()]
    .map(({ family, lines }) =>
      [
        `# HELP ${family.name} ${escapeHelp(family.help)}`,
        `# TYPE ${family.name} ${family.kind}`,
        ...[...lines].map(([key, value]) => `${key} ${number(value)}`),
        '',
      ].join('\n'),
    )
    .join('')
}
