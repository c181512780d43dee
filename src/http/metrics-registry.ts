export type Labels = Readonly<Record<string, string>>

/** One line of the exposition; its name is the family's, or that with `_bucket`, `_sum` or `_count`. */
export interface Sample {
  name: string
  labels: Labels
  value: number
}

export interface Family {
  name: string
  kind: string
  help: string
  samples: Sample[]
}

export interface Counter {
  inc(labels?: Labels, by?: number): void
}

export interface Histogram {
  observe(value: number, labels?: Labels): void
}

export interface Registry {
  counter(name: string, help: string): Counter
  /** `read` is asked at every scrape; null leaves the series out. */
  gauge(name: string, help: string, read: () => number | null): void
  /** `buckets` are the upper bounds, ascending, without +Inf. */
  histogram(name: string, help: string, buckets: readonly number[]): Histogram
  /** What has been counted so far, family by family in the order of definition. */
  families(): Family[]
}

const seriesKey = (labels: Labels) => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Looks up the series of these labels, or starts it. */
const seriesOf = <T>(all: Map<string, { labels: Labels; state: T }>, labels: Labels, start: () => T): T => {
  const key = seriesKey(labels)
  const found = all.get(key)
  if (found) return found.state
  const state = start()
  all.set(key, { labels, state })
  return state
}

/** Counters, gauges and histograms of one process (one isolate on Workers), in memory. */
export function createRegistry(): Registry {
  const readers: (() => Family)[] = []
  const names = new Set<string>()
  const define = (name: string, kind: string, help: string, samples: () => Sample[]) => {
    if (names.has(name)) throw new Error(`The metric ${name} is defined twice`)
    names.add(name)
    readers.push(() => ({ name, kind, help, samples: samples() }))
  }

  return {
    counter(name, help) {
      const all = new Map<string, { labels: Labels; state: { count: number } }>()
      define(name, 'counter', help, () =>
        [...all.values()].map(({ labels, state }) => ({ name, labels, value: state.count })),
      )
      return {
        inc(labels = {}, by = 1) {
          seriesOf(all, labels, () => ({ count: 0 })).count += by
        },
      }
    },

    gauge(name, help, read) {
      define(name, 'gauge', help, () => {
        const value = read()
        return value === null ? [] : [{ name, labels: {}, value }]
      })
    },

    histogram(name, help, buckets) {
      const start = () => ({ counts: buckets.map(() => 0), count: 0, sum: 0 })
      const all = new Map<string, { labels: Labels; state: ReturnType<typeof start> }>()
      define(name, 'histogram', help, () =>
        [...all.values()].flatMap(({ labels, state }) => [
          ...buckets.map((bound, index) => ({
            name: `${name}_bucket`,
            labels: { ...labels, le: String(bound) },
            value: state.counts[index] ?? 0,
          })),
          { name: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: state.count },
          { name: `${name}_sum`, labels, value: state.sum },
          { name: `${name}_count`, labels, value: state.count },
        ]),
      )
      return {
        observe(value, labels = {}) {
          const state = seriesOf(all, labels, start)
          state.count += 1
          state.sum += value
          for (const [index, bound] of buckets.entries()) {
            if (value <= bound) state.counts[index] = (state.counts[index] ?? 0) + 1
          }
        },
      }
    },

    families: () => readers.map((read) => read()),
  }
}
