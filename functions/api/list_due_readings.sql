create or replace function api.list_due_readings(p_tenant_id uuid, p_purpose text, p_providers jsonb, p_limit integer default 20)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_providers text[];
  v_mode text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_providers := array(select p.provider from ai.plan_providers(p_providers, p_purpose) as p);
  v_mode := case
    when v_providers = '{}' then 'local'
    -- Only OpenAI's are read by the nightly batch, at half the price.
    when 'openai' = any (v_providers) and not tenancy.is_enabled(p_tenant_id, 'CONTEXT_MEMORY_REALTIME') then 'batch'
    else 'model'
  end;
  return jsonb_build_object('mode', v_mode, 'conversationIds', case v_mode
    when 'batch' then '[]'
    else (select coalesce(jsonb_agg(d.id), '[]') from memory.list_due_readings(p_tenant_id, p_purpose, p_limit) as d (id))
  end);
end
$$;
comment on function api.list_due_readings(uuid, text, jsonb, integer) is
  'Which conversations are to be read now for a purpose (enrichment | compression) and by whom: {mode: local | model | batch, conversationIds}, longest waiting first. p_providers: [{provider, model|null}] that have keys. Without any they are read by rules at once; with OpenAI they are left to the nightly batch while CONTEXT_MEMORY_REALTIME is off.';
