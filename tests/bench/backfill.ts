import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApi } from '../../src/db/generated.ts'
import { seeded } from '../fakes/seeded.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { bringLeads } from '../functions/intake/backfill-shop.ts'
import { type BenchDatabase, benchDatabase } from './database.ts'

const MESSAGES_EACH = 100
const CLI = join(import.meta.dir, '..', '..', 'src', 'cli.ts')

/**
 * `rapport backfill audit` of a file, as a process of its own that logs in as rapport_edge: messages a second from its start
 * to its end, and the most memory that it had; the same file again, of which every row is known; and the rollback. The log is in
 * the order of time, so that a batch is about hundreds of leads.
 */
export async function benchBackfill({ customers = 1000 }) {
  const database = await benchDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
  try {
    const file = join(folder, 'audit.jsonl')
    const messages = customers * MESSAGES_EACH
    const { slug, tenantId } = await newTenant(database.admin)
    process.stderr.write(`${customers} leads, ${messages} messages\n`)
    await bringLeads(
      createApi(database.admin),
      tenantId,
      Array.from({ length: customers }, (_, n) => ({
        id: `lead-${n}`,
        channel: 'sms',
        externalId: `+1617${String(5_000_000 + n)}`,
        firstName: `Customer ${n}`,
        stateMetadata: { preferredTime: n % 2 ? 'mornings' : 'evenings', step: 'quoted' },
        createdAt: '2024-12-31T00:00:00Z',
      })),
    )
    await writeLog(file, customers, messages)

    const first = await run(database, ['audit', file, '--tenant', slug])
    if (first.answer.imported !== messages) throw new Error(`${first.answer.imported} of ${messages} were imported`)
    const again = await run(database, ['audit', file, '--tenant', slug])
    if (again.answer.repeated !== messages) throw new Error(`${again.answer.repeated} of ${messages} were known`)
    const back = await run(database, ['audit', '--rollback', first.answer.id, '--tenant', slug])
    const [left] = await database.admin`select count(*)::int as n from memory.messages where tenant_id = ${tenantId}`
    if (left?.n !== 0) throw new Error(`${left?.n} messages are left`)
    return {
      messages,
      messages_per_second: Math.round(messages / first.seconds),
      peak_rss_mb: first.peakMb,
      known_per_second: Math.round(messages / again.seconds),
      rollback_per_second: Math.round(messages / back.seconds),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await database.close()
  }
}

async function run({ urls }: BenchDatabase, args: string[]) {
  const begun = performance.now()
  const child = Bun.spawn([process.execPath, CLI, '--json', 'backfill', ...args], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: urls.edge },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error('the command failed')
  return {
    answer: JSON.parse(text) as { id: string; imported: number; repeated: number },
    seconds: (performance.now() - begun) / 1000,
    peakMb: Math.round((child.resourceUsage()?.maxRSS ?? 0) / 2 ** 20),
  }
}

const WORDS =
  'the water heater in our basement leaks again could you send somebody on tuesday morning please we have an old furnace that makes noise since last week and price of a tune up would be good to know thanks'.split(
    ' ',
  )

/** Rows as an audit log has them, of some 60 to 250 characters of text. */
async function writeLog(path: string, leads: number, messages: number): Promise<void> {
  const chance = seeded(7)
  const stream = createWriteStream(path)
  for (let n = 0; n < messages; n += 1) {
    const text = Array.from({ length: 12 + chance.below(35) }, () => chance.pick(WORDS))
    const isCustomer = chance.happens(0.49)
    const line = JSON.stringify({
      id: `audit-${n}`,
      leadId: `lead-${chance.below(leads)}`,
      actor: isCustomer ? 'customer' : 'agent',
      action: isCustomer ? 'message_received' : 'message_sent',
      payload: isCustomer ? { text: text.join(' ') } : { body: text.join(' '), model: 'x' },
      createdAt: new Date(Date.UTC(2025, 0, 1) + n * 1000).toISOString(),
    })
    if (!stream.write(`${line}\n`)) await new Promise((resolve) => stream.once('drain', resolve))
  }
  await new Promise<void>((resolve) => stream.end(resolve))
}
