create or replace function api.read_locally(p_tenant_id uuid, p_purpose text, p_conversation_ids uuid[])
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return jsonb_build_object('count', case p_purpose
    when 'enrichment' then memory.enrich_locally(p_tenant_id, p_conversation_ids)
    when 'compression' then memory.compress_locally(p_tenant_id, p_conversation_ids)
  end);
end
$$;
comment on function api.read_locally(uuid, text, uuid[]) is
  'Reads conversations for a purpose (enrichment | compression) without a model, by rules: {count} of those that held something new.';
