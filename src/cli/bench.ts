import type { Command } from 'commander'

export function benchCommand(program: Command): void {
  program
    .command('bench <name>')
    .description('a benchmark: a table, then one line of JSON (names: start)')
    .option('--rounds <n>', 'how often', '3')
    .action(async (name: string, options: { rounds: string }) => {
      // Benchmarks belong to the tests and are not part of an installed product's start-up.
      const { runBench } = await import('../../tests/bench/index.ts')
      await runBench(name, Number(options.rounds))
    })
}
