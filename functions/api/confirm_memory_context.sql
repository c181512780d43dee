create or replace function api.confirm_memory_context(
  p_tenant_id uuid, p_recall_id uuid, p_candidate_ids uuid[], p_customer_id uuid default null, p_idempotency_key text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_result jsonb;
  v_customer_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_result := ai.begin_tool_call(
    'memory_confirm_context', p_idempotency_key, jsonb_build_array(p_recall_id, to_jsonb(p_candidate_ids))
  );
  if v_result is not null then
    return v_result;
  end if;
  select r.customer_id into v_customer_id
  from memory.recalls as r
  where r.tenant_id = p_tenant_id and r.id = p_recall_id
    and (p_customer_id is null or r.customer_id = identity.follow_merge(p_customer_id))
  for no key update;
  if not found then
    raise exception 'no such recall' using errcode = 'RP001';
  elsif exists (
    select from unnest(p_candidate_ids) as g (id)
    where not exists (
      select from memory.recall_candidates as c
      where c.tenant_id = p_tenant_id and c.recall_id = p_recall_id and g.id in (c.message_id, c.note_id)
    )
  ) then
    raise exception 'not a candidate of this recall' using errcode = 'RP003', hint = 'Send ids of its candidates only.';
  end if;

  update memory.recall_candidates as c
  set helped_at = ops.now()
  where c.tenant_id = p_tenant_id and c.recall_id = p_recall_id and c.helped_at is null
    and (c.message_id = any (p_candidate_ids) or c.note_id = any (p_candidate_ids));
  return ai.end_tool_call(p_idempotency_key, v_customer_id, (
    select jsonb_build_object(
      'customerId', v_customer_id, 'recallId', p_recall_id,
      'helped', coalesce(jsonb_agg(coalesce(c.message_id, c.note_id) order by c.position), '[]')
    )
    from memory.recall_candidates as c
    where c.tenant_id = p_tenant_id and c.recall_id = p_recall_id and c.helped_at is not null
  ));
end
$$;
comment on function api.confirm_memory_context(uuid, uuid, uuid[], uuid, text) is
  'Notes which candidates of a recall helped; they come a little earlier in later recalls: {customerId, recallId, helped: all that did so far}. Once a candidate and recall, however often it is said. p_customer_id: whose recall it has to be. RP001 unknown recall, RP003 for what is no candidate of it, RP004 a key used for something else.';
