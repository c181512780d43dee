import { cpus, totalmem } from 'node:os'
import { benchStart } from './start.ts'

const benches: Record<string, (rounds: number) => Promise<Record<string, number>>> = { start: benchStart }

/** `bun run bench <name> [rounds]`: a table, then one line of JSON with the machine's size. */
export async function runBench(name: string | undefined, rounds = 3): Promise<void> {
  const bench = name === undefined ? undefined : benches[name]
  if (!bench) {
    process.stderr.write(`usage: bun run bench <${Object.keys(benches).join('|')}> [rounds]\n`)
    process.exitCode = 2
    return
  }
  const figures = await bench(rounds)
  for (const [field, value] of Object.entries(figures)) process.stdout.write(`${field.padEnd(24)}${value}\n`)
  const machine = { cores: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30) }
  process.stdout.write(`${JSON.stringify({ bench: name, ...figures, ...machine })}\n`)
}

if (import.meta.main) await runBench(process.argv[2], Number(process.argv[3] ?? 3))
