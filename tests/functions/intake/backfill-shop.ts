import { type BackfillLine, backfillAudit } from '../../../src/cli/backfill/run-backfill.ts'
import { openRecordFile } from '../../../src/cli/import/read-file.ts'
import { importLeads } from '../../../src/cli/import/run-leads.ts'
import type { Sql } from '../../../src/db/connect.ts'
import type { Api } from '../../../src/db/generated.ts'
import { folderOf } from '../../fixtures/scratch.ts'

export type Json = Record<string, unknown>

/** A row of an audit log as the requirements have it (conversation-backfill.md). */
export const auditRow = (id: string, leadId: string, actor: string, payload: unknown, more: Json = {}): Json => ({
  id,
  leadId,
  actor,
  action: actor === 'customer' ? 'message_received' : 'message_sent',
  payload,
  createdAt: `2025-11-01T10:${String(Number(id.replace(/\D/g, '')) % 60).padStart(2, '0')}:00Z`,
  ...more,
})

export const jsonLines = (records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('')

/** Brings leads in out of records. */
export const bringLeads = (api: Api, tenantId: string, leads: Json[]) =>
  importLeads(
    (async function* () {
      for (const [index, record] of leads.entries()) yield { line: index + 1, record }
    })(),
    { tenantId, source: 'audit', attempt: (work) => work(api) },
  )

/** Brings an audit log in, of a file with this name and text, as the command does. */
export async function bringAudit(api: Api, tenantId: string, text: string, name = 'audit.jsonl') {
  const folder = await folderOf({ [name]: text })
  try {
    const run = await api.startBackfill({
      tenantId,
      source: 'audit',
      inputName: name,
      startedBy: 'test',
      fingerprint: new Bun.CryptoHasher('sha256').update(text).digest('hex'),
    })
    const lines: BackfillLine[] = []
    const { records } = await openRecordFile(`${folder.root}/${name}`)
    await backfillAudit(records, {
      tenantId,
      run,
      attempt: (work) => work(api),
      onLine: (line) => lines.push(line),
    })
    return { ...(await api.finishBackfill({ tenantId, backfillId: run.id })), lines }
  } finally {
    await folder.remove()
  }
}

export async function rollBack(api: Api, tenantId: string, backfillId: string, limit = 2000) {
  for (;;) {
    const run = await api.rollBackBackfill({ tenantId, backfillId, actor: 'test', limit })
    if (run.state === 'rolled_back') return run
  }
}

/** Everything that a backfill may touch, without ids: two tenants with the same history have the same. */
export async function historyOf(admin: Sql, tenantId: string) {
  const [row] = await admin`
    select jsonb_build_object(
      'messages', (
        select jsonb_agg(jsonb_build_array(b.audit_id, b.action, b.actor, l.source_id, m.direction, m.role, m.channel, m.body, m.provider,
          m.status, m.created_at, m.customer_id = l.customer_id) order by b.audit_id)
        from memory.messages as m
        join intake.backfilled_messages as b on b.tenant_id = m.tenant_id and b.message_id = m.id
        join intake.backfilled_conversations as c on c.tenant_id = m.tenant_id and c.conversation_id = m.conversation_id
        join lead.leads as l on l.tenant_id = m.tenant_id and l.id = c.lead_id
        where m.tenant_id = ${tenantId}),
      'conversations', (
        select jsonb_agg(jsonb_build_array(l.source_id, c.status, c.channel, c.address, c.opened_at, c.last_message_at, c.closed_at)
          order by l.source_id)
        from memory.conversations as c
        join intake.backfilled_conversations as b on b.tenant_id = c.tenant_id and b.conversation_id = c.id
        join lead.leads as l on l.tenant_id = c.tenant_id and l.id = b.lead_id
        where c.tenant_id = ${tenantId}),
      'notes', (
        select jsonb_agg(jsonb_build_array(n.kind, n.note, n.source, n.valid_from, n.valid_to, n.superseded_by is null) order by n.note collate "C", n.valid_from)
        from memory.memory_notes as n where n.tenant_id = ${tenantId}),
      'all', (select count(*) from memory.messages where tenant_id = ${tenantId})
    ) as history`
  return row?.history as { messages: unknown[][] | null; conversations: unknown[][] | null; notes: unknown[][] | null }
}
