import { type Command, InvalidArgumentError } from 'commander'

export function benchCommand(program: Command): void {
  program
    .command('bench <name>')
    .option('--rounds <n>', 'how often', whole)
    .description(
      'a benchmark: a table, then one line of JSON (names: start, backfill, batch, context, http, queue, crm, insights, search, chat, voice)',
    )
    .option('--customers <n>', 'how large a business (backfill, context, http, insights, search)', whole)
    .option('--seconds <n>', 'for how long each time (http)', whole)
    .option('--jobs <n>', 'how many wait (queue), how many requests (batch)', whole)
    .action(async (name: string, options: Record<string, number>) => {
      // Benchmarks belong to the tests and are not part of an installed product's start-up.
      const { runBench } = await import('../../tests/bench/index.ts')
      await runBench(name, options)
    })
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1 on.')
  return Number(text)
}
