import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { createApi } from '../db/generated.ts'
import { type EvalConversation, parseLocomo } from '../eval/locomo.ts'
import { evaluateRetrieval } from '../eval/retrieval.ts'
import type { RetrievalScore } from '../eval/score.ts'
import { localEmbedder } from '../llm/embeddings/local.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

class Rollback extends Error {}

export function evalCommand(program: Command): void {
  program
    .command('eval')
    .description('how good the search is: retrieval')
    .command('retrieval <file>')
    .description("recall and mean reciprocal rank on a data set of LoCoMo's format; nothing of it stays")
    .option('--no-vectors', 'words alone, without the local embedder')
    .action(async (file: string, options: { vectors: boolean }, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const conversations = await readDataSet(file)
      const scores = await withDatabase(async ({ database }) => {
        let found: RetrievalScore[] = []
        await database
          .pool('rapport_edge', { max: 1 })
          .begin(async (tx) => {
            const embedder = options.vectors ? localEmbedder : undefined
            found = await evaluateRetrieval(createApi(tx), conversations, { embedder, onProgress: output.note })
            throw new Rollback()
          })
          .catch((error: unknown) => {
            if (!(error instanceof Rollback)) throw error
          })
        return found
      })
      output.result(scores, (all) => table(all.map((score) => ({ ...score }))))
    })
}

async function readDataSet(file: string): Promise<EvalConversation[]> {
  try {
    return parseLocomo(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? 'it cannot be read' : "it is not JSON of LoCoMo's format"
    throw new CommandError(`${file}: ${why}`, exitCodes.usage)
  }
}
