create or replace function api.fetch_memory_candidates(
  p_tenant_id uuid, p_customer_id uuid, p_query text, p_embedding real[] default null, p_embedding_model text default null,
  p_limit integer default 8, p_conversation_id uuid default null, p_answers_message_id uuid default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_recall_id uuid := ops.new_id();
  v_result jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_customer_id := context.find_customer(p_tenant_id, 'customer_id', p_customer_id::text);
  if v_customer_id is null then
    perform identity.refuse_unknown(p_tenant_id, p_customer_id);
  end if;
  insert into memory.recalls (tenant_id, id, customer_id, conversation_id, answers_message_id, asked_by)
  values (
    p_tenant_id, v_recall_id, v_customer_id,
    (select c.id from memory.conversations as c where c.tenant_id = p_tenant_id and c.id = p_conversation_id),
    (select m.id from memory.messages as m where m.tenant_id = p_tenant_id and m.id = p_answers_message_id), ops.current_actor()
  );
  with found as materialized (
    select f.*, row_number() over (order by f.score desc, f.at desc, coalesce(f.message_id, f.note_id)) as position
    from memory.find_candidates(
      v_customer_id, p_query, p_embedding, p_embedding_model, least(greatest(coalesce(p_limit, 8), 1), 20)
    ) as f
  ),
  kept as (
    insert into memory.recall_candidates (tenant_id, recall_id, position, message_id, note_id)
    select p_tenant_id, v_recall_id, f.position, f.message_id, f.note_id from found as f
  )
  select jsonb_build_object('customerId', v_customer_id, 'recallId', v_recall_id, 'candidates', coalesce(jsonb_agg(
    jsonb_build_object(
      'id', coalesce(f.message_id, f.note_id), 'kind', case when f.note_id is null then 'message' else 'note' end,
      'text', left(f.body, 1000), 'saidBy', f.said_by, 'at', context.to_iso(f.at), 'score', f.score, 'helped', f.helped
    ) order by f.position
  ), '[]')) into v_result
  from found as f;
  return v_result;
end
$$;
comment on function api.fetch_memory_candidates(uuid, uuid, text, real[], text, integer, uuid, uuid) is
  'What is remembered of a customer that may answer a question: {customerId, recallId, candidates: [{id, kind: message | note, text (1,000 characters), saidBy, at, score, helped: how often it has}]}, best first, 1-20 of them. Tell which ones helped with api.confirm_memory_context. In a reply p_conversation_id and p_answers_message_id say which. RP001 unknown customer, RP006 erased.';
