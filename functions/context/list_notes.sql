create or replace function context.list_notes(p_tenant_id uuid, p_customer_id uuid)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array_to_json(array(
    select json_build_object(
      'id', n.id, 'kind', n.kind, 'note', n.note, 'quote', n.quote, 'source', n.source, 'confidence', n.confidence,
      'validFrom', context.to_iso(n.valid_from), 'recordedAt', context.to_iso(n.recorded_at)
    )
    from memory.memory_notes as n
    where n.tenant_id = p_tenant_id
      and n.customer_id = p_customer_id
      and n.retired_at is null
      and n.valid_from <= ops.now()
      and coalesce(n.valid_to, 'infinity') > ops.now()
    order by n.recorded_at desc, n.id
    limit 20
  ));
end
$$;
comment on function context.list_notes(uuid, uuid) is
  'The twenty newest notes that hold now, neither superseded nor retired: {id, kind, note, quote, source, confidence, validFrom, recordedAt}.';
