import type { Command } from 'commander'
import type { MemoryNote } from '../db/results/memory-notes.ts'
import { parseJson } from './arguments.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

/** Who changes come from that are made on the command line. */
const actor = 'cli'

type Session = Parameters<Parameters<ReturnType<typeof openSession>['withDatabase']>[0]>[0]
interface Found {
  api: Session['api']
  tenantId: string
  customerId: string
}

/** The sub-commands of `rapport memory` that show and change what is remembered: notes, correct, retire, restore. */
export function memoryNotesCommands(memory: Command): void {
  /** Opens the database, finds the tenant, prints what `work` gives. */
  const run = async <T>(
    slug: string,
    customerId: string,
    command: Command,
    work: (found: Found) => Promise<T>,
    render: (result: T) => string,
  ) => {
    const { output, withDatabase } = openSession(command)
    const result = await withDatabase(async ({ api }) =>
      work({ api, tenantId: (await api.getTenant({ slug })).tenantId, customerId }),
    )
    output.result(result, render)
  }

  memory
    .command('notes <tenant> <customerId>')
    .description('what is remembered about a customer, newest first')
    .option('--all', 'with what was superseded or retired')
    .action((slug: string, customerId: string, { all = false }: { all?: boolean }, command: Command) =>
      run(
        slug,
        customerId,
        command,
        ({ api, ...found }) => api.listMemoryNotes({ ...found, all }),
        (notes) => table(notes.map(row), 'nothing is remembered'),
      ),
    )

  memory
    .command('correct <tenant> <customerId> <noteId> <json>')
    .description('set a note right, e.g. \'{"value": "evening"}\' or \'{"note": "Has two dogs"}\'')
    .action((slug: string, customerId: string, noteId: string, json: string, _options, command: Command) =>
      run(
        slug,
        customerId,
        command,
        async ({ api, ...found }) => {
          const changes = parseJson(json)
          const { version } = await noteOf({ api, ...found }, noteId)
          return settled(await api.correctMemoryNote({ ...found, noteId, changes, version, actor }))
        },
        shown,
      ),
    )

  for (const [name, description, call] of [
    ['retire', 'withdraw a note', 'retireMemoryNote'],
    ['restore', 'make a note hold again that was retired or superseded', 'restoreMemoryNote'],
  ] as const) {
    memory
      .command(`${name} <tenant> <customerId> <noteId>`)
      .description(description)
      .action((slug: string, customerId: string, noteId: string, _options, command: Command) =>
        run(
          slug,
          customerId,
          command,
          async ({ api, ...found }) => {
            const { version } = await noteOf({ api, ...found }, noteId)
            return settled(await api[call]({ ...found, noteId, version, actor }))
          },
          shown,
        ),
      )
  }
}

async function noteOf({ api, ...found }: Found, noteId: string): Promise<MemoryNote> {
  const note = (await api.listMemoryNotes({ ...found, all: true })).find(({ id }) => id === noteId)
  if (!note) throw new CommandError(`no such note: ${noteId}`, exitCodes.refused)
  return note
}

function settled({ outcome, note }: { outcome: 'updated' | 'conflict'; note: MemoryNote }): MemoryNote {
  if (outcome === 'conflict') throw new CommandError('somebody else changed it meanwhile', exitCodes.refused)
  return note
}

const stateOf = ({ retiredReason, validTo, editedAt }: MemoryNote) =>
  retiredReason ? `retired: ${retiredReason}` : validTo ? 'superseded' : editedAt ? 'by a person' : 'holds'

const row = (note: MemoryNote) => ({
  id: note.id,
  kind: note.kind,
  slot: note.slot,
  note: note.note,
  quote: note.quote,
  confidence: note.confidence,
  since: note.validFrom.slice(0, 10),
  state: stateOf(note),
})

const shown = (note: MemoryNote) => table([row(note)])
