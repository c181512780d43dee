import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { benchBackfill } from './backfill.ts'
import { benchBatch } from './batch.ts'
import { benchChat } from './chat.ts'
import { benchContext } from './context.ts'
import { benchCrm } from './crm.ts'
import { benchHttp } from './http.ts'
import { benchInsights } from './insights.ts'
import { benchQueue } from './queue.ts'
import { benchSearch } from './search.ts'
import { benchStart } from './start.ts'
import { benchVoice } from './voice.ts'

/** Options that a benchmark may take; each has its own default for those that are not given. */
export interface BenchOptions {
  /** how often, where a single measurement says little */
  rounds?: number
  /** how large a business, where size matters */
  customers?: number
  /** for how long, where throughput is counted */
  seconds?: number
  /** how much work waits, where a backlog is worked off */
  jobs?: number
}

const benches: Record<string, (options: BenchOptions) => Promise<Record<string, number>>> = {
  start: ({ rounds = 3 }) => benchStart(rounds),
  backfill: benchBackfill,
  chat: benchChat,
  context: benchContext,
  http: benchHttp,
  insights: benchInsights,
  queue: benchQueue,
  search: benchSearch,
  crm: benchCrm,
  batch: benchBatch,
  voice: benchVoice,
}

export const benchNames = Object.keys(benches)

/** `bun run bench <name> [options]`: a table, then one line of JSON with the machine's size. */
export async function runBench(name: string | undefined, options: BenchOptions = {}): Promise<void> {
  const bench = name === undefined ? undefined : benches[name]
  if (!bench) {
    process.stderr.write(
      `usage: bun run bench <${benchNames.join('|')}> [--rounds n] [--customers n] [--seconds n] [--jobs n]\n`,
    )
    process.exitCode = 2
    return
  }
  const figures = await bench(options)
  for (const [field, value] of Object.entries(figures)) process.stdout.write(`${field.padEnd(30)}${value}\n`)
  const machine = { cores: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30) }
  process.stdout.write(`${JSON.stringify({ bench: name, ...figures, ...machine })}\n`)
}

/** Whole numbers from 1 on; anything else is refused with the option's name. */
function readOptions(values: Record<string, string | undefined>): BenchOptions {
  const options: Record<string, number> = {}
  for (const [name, text] of Object.entries(values)) {
    if (text === undefined) continue
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new TypeError(`--${name} takes a whole number from 1 on`)
    options[name] = Number(text)
  }
  return options
}

if (import.meta.main) {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: { rounds: text, customers: text, seconds: text, jobs: text },
    allowPositionals: true,
  })
  await runBench(positionals[0], readOptions(values))
}
