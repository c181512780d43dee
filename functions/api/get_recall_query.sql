create or replace function api.get_recall_query(p_tenant_id uuid, p_conversation_id uuid, p_providers jsonb, p_models text[])
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  c_shortest constant integer := 8;
  v_conversation memory.conversations;
  v_text text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_conversation := ai.read_conversation(p_conversation_id);
  -- The local provider answers from rows and reads no earlier messages.
  if v_conversation.status = 'open' and v_conversation.customer_id is not null
    and tenancy.is_enabled(p_tenant_id, 'CONTEXT_MEMORY_ENABLED')
    and exists (select from ai.plan_providers(p_providers, 'reply')) then
    select left(string_agg(u.body, E'\n' order by u.created_at), 4000) into v_text from ai.list_unanswered(v_conversation) as u;
  end if;
  if coalesce(length(btrim(v_text)) < c_shortest, true) then
    return '{"text": null, "model": null}';
  end if;
  return jsonb_build_object('text', v_text, 'model', memory.query_model(p_tenant_id, p_models));
end
$$;
comment on function api.get_recall_query(uuid, uuid, jsonb, text[]) is
  'What the customer''s memory is to be asked before a reply, and by which of the models that can be asked: {text, model}. Both are null where nothing is to be recalled (nobody, or not surely, known; no model writes the reply; too few words); the model alone where words must do.';
