import { afterAll, beforeAll, expect } from 'bun:test'
import { readFile } from 'node:fs/promises'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { folderOf } from '../fixtures/scratch.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { auditRow, bringLeads, historyOf, jsonLines } from '../functions/intake/backfill-shop.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { nativeDatabase, type OwnDatabase } from './own-database.ts'
import { rapport, spawnRapport } from './process.ts'

const KILLS = 10
const ROWS = 30_000
let own: OwnDatabase
let admin: Sql
let folder: Awaited<ReturnType<typeof folderOf>>

/** Some rows are bad, some twice, some about nobody. */
const log = (rows: number) =>
  jsonLines(
    Array.from({ length: rows }, (_, n) => {
      const minutes = new Date(Date.UTC(2025, 0, 1) + n * 60_000).toISOString()
      const row = auditRow(
        `a${n % 97 === 0 ? 0 : n}`,
        `L${n % 53}`,
        n % 2 ? 'customer' : 'agent',
        { text: `said ${n}` },
        { createdAt: minutes },
      )
      return n % 101 === 0 ? { ...row, actor: 'ghost' } : row
    }),
  )
const newShop = async (file = 'audit.jsonl') => {
  const { tenantId, slug } = await newTenant(admin)
  const leads = Array.from({ length: 50 }, (_, n) => ({
    id: `L${n}`,
    channel: 'sms',
    createdAt: '2025-01-01',
    stateMetadata: { notes: `likes ${n} tea` },
  }))
  await bringLeads(createApi(admin), tenantId, leads)
  const args = ['--json', 'backfill', 'audit', `${folder.root}/${file}`, '--tenant', slug]
  return { tenantId, slug, args, start: () => spawnRapport(args, own.variables) }
}

nativeOnly.describe('rapport backfill audit', () => {
  beforeAll(async () => {
    own = await nativeDatabase()
    admin = (await own.open()).pool(null)
    folder = await folderOf({ 'audit.jsonl': log(ROWS), 'medium.jsonl': log(6000), 'small.jsonl': log(300) })
  }, 60_000)
  afterAll(async () => {
    await folder.remove()
    await own.remove()
  })

  nativeOnly.test(
    `killed at ${KILLS} points and started again each time ends in the same rows, counted once`,
    async () => {
      const [killed, clean] = [await newShop(), await newShop()]
      const positionOf = async () =>
        Number(
          (await admin`select max(position) as p from intake.backfill_runs where tenant_id = ${killed.tenantId}`)[0]
            ?.p ?? 0,
        )
      for (let n = 0; n < KILLS; n += 1) {
        const child = killed.start()
        const target = Math.floor(((n + Math.random()) * (ROWS - 4000)) / KILLS)
        await eventually(async () => (await positionOf()) >= target || undefined, 'the run to get on', 60_000)
        await Bun.sleep(Math.random() * 60)
        child.kill('SIGKILL')
        expect(await child.exited).toBe(137)
      }
      const [last, once] = [killed.start(), clean.start()]
      expect([await last.exited, await once.exited]).toEqual([0, 0])
      const [report, expected] = [JSON.parse(last.stdout()), JSON.parse(once.stdout())]
      const counts = ({ imported, repeated, skipped, bad, conversations, notes }: Record<string, number>) => {
        return { imported, repeated, skipped, bad, conversations, notes }
      }
      expect(counts(report)).toEqual(counts(expected))
      expect(report.imported + report.repeated + report.skipped + report.bad).toBe(ROWS)
      expect(report.imported).toBeGreaterThan(ROWS * 0.9)
      // As texts: comparing tens of thousands of arrays takes longer than bringing them in.
      const [history, same] = await Promise.all([killed, clean].map(({ tenantId }) => historyOf(admin, tenantId)))
      expect(JSON.stringify(history) === JSON.stringify(same)).toBe(true)
      expect((await admin`select 1 from intake.backfill_runs where tenant_id = ${killed.tenantId}`).length).toBe(1)
    },
    300_000,
  )

  nativeOnly.test(
    'started three times at once on one file brings each row in once and counts it once',
    async () => {
      const [shop, clean] = [await newShop('medium.jsonl'), await newShop('medium.jsonl')]
      const children = [shop.start(), shop.start(), shop.start()]
      expect(await Promise.all(children.map((child) => child.exited))).toEqual([0, 0, 0])
      expect(await clean.start().exited).toBe(0)
      expect(await historyOf(admin, shop.tenantId)).toEqual(await historyOf(admin, clean.tenantId))
      const runs =
        await admin`select imported + repeated + skipped + bad as rows, imported from intake.backfill_runs where tenant_id = ${shop.tenantId}`
      // Whoever came when it was over made a run of its own, in which every row was known.
      expect(runs.filter((run) => run.rows !== 6000)).toEqual([])
      expect(runs.filter((run) => run.imported > 0)).toHaveLength(1)
    },
    300_000,
  )

  nativeOnly.test(
    'tries first what it would do, writes why rows are left out, lists its runs and takes one back',
    async () => {
      const { slug, tenantId } = await newShop()
      const audit = (...args: string[]) =>
        rapport(['--json', 'backfill', 'audit', ...args, '--tenant', slug], own.variables)
      const tried = await audit(`${folder.root}/small.jsonl`, '--dry-run')
      expect(JSON.parse(tried.stdout)).toMatchObject({
        dryRun: true,
        imported: 280,
        repeated: 2,
        skipped: 15,
        bad: 3,
        conversations: 50,
        notes: 50,
      })
      expect((await historyOf(admin, tenantId)).messages).toBeNull()
      const report = `${folder.root}/report.jsonl`
      const done = await audit(`${folder.root}/small.jsonl`, '--report', report)
      const run = JSON.parse(done.stdout)
      expect(run).toMatchObject({ dryRun: false, imported: 280, input: 'small.jsonl', state: 'done' })
      expect((await readFile(report, 'utf8')).trim().split('\n')).toHaveLength(18)
      const listed = await rapport(['--json', 'backfill', 'list', '--tenant', slug], own.variables)
      expect(JSON.parse(listed.stdout)).toMatchObject([{ id: run.id, imported: 280 }])
      const plain = await rapport(['backfill', 'audit', '--rollback', run.id, '--tenant', slug], own.variables)
      expect([plain.code, plain.stdout]).toEqual([
        0,
        `${run.id}: removed 280 messages, and what was empty without them\n`,
      ])
      expect(await historyOf(admin, tenantId)).toMatchObject({ messages: null, conversations: null, notes: null })
      expect((await audit()).code).toBe(2)
      expect((await audit('--rollback', run.id, '--dry-run')).code).toBe(2)
      expect((await audit(`${folder.root}/none.jsonl`)).code).toBe(1)
    },
    120_000,
  )

  nativeOnly.test(
    'reads leads and log out of tables as Prisma makes them, and goes on behind the last key',
    async () => {
      const { slug, tenantId } = await newTenant(admin)
      await admin.unsafe(`
        create schema old;
        create table old."Lead" (id text primary key, channel text, "externalId" text, "customerId" text, stage text, "stateMetadata" jsonb, "createdAt" timestamp(3));
        create table old."Audit" (id text primary key, "leadId" text, actor text, action text, payload jsonb, "createdAt" timestamp(3));
        insert into old."Lead" select 'L' || n, 'messenger', '9' || n, null, 'done', '{"preferredDay": "Tuesday"}', '2025-11-01' from generate_series(0, 4) as n;
        insert into old."Audit" select 'a' || n, 'L' || n % 6, case n % 2 when 0 then 'customer' else 'agent' end, 'message_sent',
          jsonb_build_object('body', 'said ' || n), timestamp '2025-11-01 10:00' + n * interval '1 minute' from generate_series(1, 5000) as n`)
      const from = ['--from', own.variables.DATABASE_URL as string, '--tenant', slug]
      const leads = await rapport(['--json', 'import', 'leads', '--table', 'old.Lead', ...from], own.variables)
      expect(JSON.parse(leads.stdout)).toMatchObject({ dryRun: false, counts: { created: 5, known: 0, skipped: 0 } })
      const audit = () => rapport(['--json', 'backfill', 'audit', '--table', 'old.Audit', ...from], own.variables)
      const first = JSON.parse((await audit()).stdout)
      expect(first).toMatchObject({ imported: 4167, skipped: 833, bad: 0, conversations: 5, notes: 5 })
      const history = await historyOf(admin, tenantId)
      // As if it had been interrupted after the row a3: everything behind it is counted again, nothing is brought twice.
      await admin`update intake.backfill_runs set state = 'running', last_key = 'a3', position = 3 where id = ${first.id}`
      const [behind] = await admin`select count(*)::int as n from old."Audit" where id > 'a3' collate "C"`
      const rest = JSON.parse((await audit()).stdout)
      expect([rest.id, rest.imported, rest.repeated + rest.skipped - first.skipped]).toEqual([
        first.id,
        4167,
        behind?.n,
      ])
      expect(await historyOf(admin, tenantId)).toEqual(history)
      const missing = await rapport(['backfill', 'audit', '--table', 'nothing', ...from], own.variables)
      expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('there is no table nothing')])
    },
    120_000,
  )
})
