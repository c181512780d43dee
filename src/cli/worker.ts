import type { Command } from 'commander'
import { assertDatabaseChoice } from '../env.ts'
import { onShutdown } from '../queue/shutdown.ts'
import { createRuntime } from '../runtime.ts'
import { openDatabase, openSession } from './session.ts'

export function workerCommand(program: Command): void {
  program
    .command('worker')
    .description('work on the queues until stopped; SIGTERM finishes what runs first')
    .action(async (_options, command: Command) => {
      const { env, logger, output } = openSession(command)
      assertDatabaseChoice(env)
      const database = await openDatabase(env, 'rapport-worker')
      const runtime = createRuntime({ env, logger, database })
      try {
        const worker = await runtime.startWorker()
        onShutdown(async () => {
          await worker.stop()
          await database.close()
        }, logger)
        output.note(`working on ${runtime.jobs.length} queues; stop with SIGTERM or Ctrl-C`)
      } catch (error) {
        await database.close()
        throw error
      }
    })
}
