create or replace function api.save_message_classes(p_tenant_id uuid, p_rows jsonb)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_most constant integer := 2048;
  v_saved integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if jsonb_typeof(p_rows) is distinct from 'array' or jsonb_array_length(p_rows) > c_most then
    raise exception 'too many rows' using errcode = 'RP003', hint = 'An array of at most 2048 rows a call.';
  end if;
  insert into memory.message_classes as c (tenant_id, message_id, semantic_category, extracted_entities, source)
  select distinct on (m.id)
    p_tenant_id, m.id, r."semanticCategory", jsonb_build_object('addresses', '[]'::jsonb, 'services', '[]'::jsonb, 'dates', '[]'::jsonb)
      || coalesce(r.entities, '{}'), 'model'
  from jsonb_to_recordset(p_rows) as r ("messageId" uuid, "semanticCategory" text, entities jsonb, fingerprint text)
  join memory.messages as m on m.tenant_id = p_tenant_id and m.id = r."messageId" and m.role = 'customer'
  where coalesce(r.fingerprint = md5(left(m.body, 8000)), true)
  order by m.id
  on conflict (tenant_id, message_id) do update
  set semantic_category = excluded.semantic_category, extracted_entities = excluded.extracted_entities, source = excluded.source,
    classified_at = ops.now();
  get diagnostics v_saved = row_count;
  return v_saved;
end
$$;
comment on function api.save_message_classes(uuid, jsonb) is
  'What a model says that messages of customers are about, at most 2048 a call: [{messageId, semanticCategory, entities? {addresses, services, dates}, fingerprint? (md5 of the first 8,000 characters it read)}]. It outranks the rules. Returns how many; messages that are gone, ours, or changed meanwhile are passed over. RP003 for more rows, 23514 for an unknown category, 23502 for none.';
