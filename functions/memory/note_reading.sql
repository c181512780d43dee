create or replace function memory.note_reading(p_conversation_id uuid, p_purpose text, p_through timestamptz, p_written_by text, p_counts jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  insert into memory.readings as r (tenant_id, conversation_id, purpose, through, read_at, written_by, counts)
  values (v_tenant_id, p_conversation_id, p_purpose, p_through, ops.now(), p_written_by, p_counts)
  on conflict (tenant_id, conversation_id, purpose) do update
  set through = excluded.through, read_at = excluded.read_at, written_by = excluded.written_by, counts = excluded.counts,
    failures = 0, failed_through = null, failed_at = null, failure = null;
  update memory.conversations as c
  set enriched_through = case p_purpose when 'enrichment' then p_through else c.enriched_through end,
    compressed_through = case p_purpose when 'compression' then p_through else c.compressed_through end
  where c.tenant_id = v_tenant_id and c.id = p_conversation_id;
end
$$;
comment on function memory.note_reading(uuid, text, timestamptz, text, jsonb) is 'Notes up to when a conversation was read for a purpose and what came of it; earlier failures are forgotten.';
