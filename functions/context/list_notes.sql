create or replace function context.list_notes(p_tenant_id uuid, p_customer_id uuid)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(json_agg(json_build_object(
      'id', n.id, 'kind', n.kind, 'note', n.note, 'quote', n.quote, 'source', n.source, 'confidence', n.confidence,
      'validFrom', context.to_iso(n.valid_from), 'recordedAt', context.to_iso(n.recorded_at)
    )), '[]')
    from (
      select m.*
      from memory.memory_notes as m
      where m.tenant_id = p_tenant_id
        and m.customer_id = p_customer_id
        and m.retired_at is null
        and m.valid_from <= ops.now()
        and coalesce(m.valid_to, 'infinity') > ops.now()
      order by m.recorded_at desc, m.id
      limit 20
    ) as n
  );
end
$$;
comment on function context.list_notes(uuid, uuid) is
  'The twenty newest notes that hold now, neither superseded nor retired: {id, kind, note, quote, source, confidence, validFrom, recordedAt}.';
