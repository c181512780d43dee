create or replace function context.list_notes(p_customer_id uuid)
returns table (
  id uuid, kind text, note text, quote text, source text, confidence numeric, "validFrom" text, "recordedAt" text
)
language sql
stable
parallel safe
begin atomic
  select
    n.id, n.kind, n.note, n.quote, n.source, n.confidence, context.to_iso(n.valid_from), context.to_iso(n.recorded_at)
  from memory.memory_notes as n
  where n.tenant_id = tenancy.current_tenant()
    and n.customer_id = p_customer_id
    and n.retired_at is null
    and n.valid_from <= ops.now()
    and coalesce(n.valid_to, 'infinity') > ops.now()
  order by n.recorded_at desc, n.id
  limit 20;
end;
comment on function context.list_notes(uuid) is 'The twenty newest notes that hold now, neither superseded nor retired.';
