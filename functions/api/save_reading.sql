create or replace function api.save_reading(
  p_tenant_id uuid, p_conversation_id uuid, p_purpose text, p_output jsonb, p_provider text, p_model text
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_written_by constant text := left(concat_ws('/', p_provider, p_model), 120);
begin
  perform tenancy.set_tenant(p_tenant_id);
  return jsonb_build_object('outcome', case p_purpose
    when 'enrichment' then memory.save_enrichment(p_tenant_id, p_conversation_id, p_output, v_written_by)
    when 'compression' then memory.save_compression(p_tenant_id, p_conversation_id, p_output, v_written_by)
  end);
end
$$;
comment on function api.save_reading(uuid, uuid, text, jsonb, text, text) is
  'Takes over what a model read in a conversation (enrichment | compression), after checking it: {outcome: saved | stale | gone | invalid}. See memory.save_enrichment and memory.save_compression for the shapes.';
