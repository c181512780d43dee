import { join } from 'node:path'
import type { Sql } from '../../src/db/connect.ts'
import { repositoryRoot } from '../fixtures/repository.ts'
import { benchDatabase } from './database.ts'
import { rounded } from './percentile.ts'

const MEGABYTE = 1024 * 1024

/**
 * A night's batch of 50,000 embeddings, by `rapport batch submit` and `rapport batch poll` as processes, against an OpenAI
 * that answers at once: seconds from their start to their end and the most memory each held. The output file has 420 MB.
 */
export async function benchBatch({ jobs: lines = 50_000 }: { jobs?: number } = {}) {
  const database = await benchDatabase()
  const openai = Bun.spawn([process.execPath, join(import.meta.dir, 'batch-server.ts')], {
    stdout: 'pipe',
    stdin: 'ignore',
  })
  try {
    const { value } = await openai.stdout.getReader().read()
    process.stderr.write(`generating ${lines} messages\n`)
    const tenantId = await populate(database.admin, lines)
    const variables = {
      DATABASE_URL: database.urls.admin,
      TENANT_ID: tenantId,
      OPENAI_API_KEY: 'sk-bench',
      OPENAI_BASE_URL: new TextDecoder().decode(value).trim(),
    }
    const submit = await timed(['batch', 'submit', '--type', 'embeddings'], variables)
    const poll = await timed(['batch', 'poll'], variables)
    const [kept] = await database.admin`select count(*)::integer as vectors from memory.conversation_embeddings`
    if (kept?.vectors !== lines) throw new Error(`${kept?.vectors} of ${lines} vectors are there`)
    return {
      lines,
      submit_s: rounded(submit.seconds, 1),
      submit_rss_mb: submit.megabytes,
      ingest_s: rounded(poll.seconds, 1),
      ingest_lines_per_s: Math.round(lines / poll.seconds),
      ingest_rss_mb: poll.megabytes,
    }
  } finally {
    openai.kill()
    await database.close()
  }
}

async function timed(args: string[], variables: Record<string, string>) {
  const begun = performance.now()
  const child = Bun.spawn([process.execPath, join(repositoryRoot, 'src', 'cli.ts'), ...args], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...variables },
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const said = await new Response(child.stderr).text()
  if ((await child.exited) !== 0) throw new Error(`rapport ${args.join(' ')} failed: ${said}`)
  const seconds = (performance.now() - begun) / 1000
  return { seconds, megabytes: Math.round((child.resourceUsage()?.maxRSS ?? 0) / MEGABYTE) }
}

/** One business with so many messages of a hundred characters, fifty a customer. */
export async function populate(admin: Sql, lines: number): Promise<string> {
  const [tenant] = await admin`insert into tenancy.tenants (slug, name) values ('bench', 'Bench Plumbing') returning id`
  const tenantId: string = tenant?.id
  await admin.begin(async (tx) => {
    await tx.unsafe(`set local session_replication_role = replica`)
    await tx`
      insert into tenancy.locations (tenant_id, slug, name, time_zone, is_default)
      values (${tenantId}, 'main', 'Main Street', 'America/New_York', true)`
    await tx.unsafe(
      `insert into identity.customers (tenant_id, first_name, source)
       select $1, 'Customer ' || n, 'crm' from generate_series(1, $2::integer) as n`,
      [tenantId, Math.ceil(lines / 50)],
    )
    await tx`
      insert into memory.conversations (tenant_id, location_id, channel, address, customer_id, status, closed_at)
      select c.tenant_id, l.id, 'sms', '+12015550100', c.id, 'closed', now()
      from identity.customers as c join tenancy.locations as l on l.tenant_id = c.tenant_id`
    await tx.unsafe(
      `insert into memory.messages (tenant_id, conversation_id, customer_id, direction, role, channel, body, provider, status)
       select c.tenant_id, c.id, c.customer_id, 'inbound', 'customer', 'sms',
         'Number ' || m || ': the water heater in the basement makes a rumbling noise again, can somebody have a look this week?',
         'none', 'received'
       from memory.conversations as c cross join generate_series(1, 50) as m where c.tenant_id = $1 limit $2::integer`,
      [tenantId, lines],
    )
  })
  await admin.unsafe('vacuum (analyze)')
  return tenantId
}
