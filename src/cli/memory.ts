import type { Command } from 'commander'
import { embedQuery } from '../llm/embeddings/query.ts'
import { embeddersOf } from '../services.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { memoryNotesCommands } from './memory-notes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

interface SearchOptions {
  customer?: string
  limit: string
  channel?: string
  direction?: string
  conversation?: string
  from?: string
  to?: string
}

const SHOWN = 100

export function memoryCommand(program: Command): void {
  const memory = program
    .command('memory')
    .description('what was said and what is remembered: search, notes, correct, retire, restore')
  memoryNotesCommands(memory)
  memory
    .command('search <tenant> <query>')
    .description('messages that answer a question, best first')
    .option('--customer <id>', 'of one customer; without it of the whole business')
    .option('--limit <n>', 'at most so many, 1 to 100', '10')
    .option('--channel <channel>', 'sms, voice, web, email or mcp')
    .option('--direction <direction>', 'inbound or outbound')
    .option('--conversation <id>', 'of one conversation')
    .option('--from <time>', 'said then or later, ISO 8601')
    .option('--to <time>', 'said before, ISO 8601')
    .action(async (slug: string, query: string, options: SearchOptions, command: Command) => {
      const limit = Number(options.limit)
      if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
        throw new CommandError('--limit takes a whole number from 1 to 100', exitCodes.usage)
      }
      const { env, output, withDatabase } = openSession(command)
      const hits = await withDatabase(async ({ api }) => {
        const { tenantId } = await api.getTenant({ slug })
        const vector = await embedQuery(
          { api, embedders: embeddersOf(env), logger: { warn: () => output.note('without a vector, by words alone') } },
          { tenantId, text: query },
        )
        return api.searchMemory({
          tenantId,
          query,
          limit,
          filters: filtersOf(options),
          ...(options.customer ? { customerId: options.customer } : {}),
          ...vector,
        })
      })
      output.result(hits, (all) =>
        table(
          all.map((hit) => ({
            score: hit.score.toFixed(3),
            at: hit.at,
            channel: hit.channel,
            who: hit.role === 'customer' ? (hit.customerName ?? 'customer') : hit.role,
            message: shown(hit.snippet),
          })),
          'nothing found',
        ),
      )
    })
}

const filtersOf = ({ channel, direction, conversation, from, to }: SearchOptions) =>
  Object.fromEntries(
    Object.entries({ channel, direction, conversationId: conversation, from, to }).filter(
      ([, value]) => value !== undefined,
    ),
  )

/** A snippet on one line; what matched stands in «…». */
const shown = (snippet: { text: string; isMatch: boolean }[]): string => {
  const line = snippet
    .map(({ text, isMatch }) => (isMatch ? `«${text}»` : text))
    .join('')
    .replace(/\s+/g, ' ')
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}
