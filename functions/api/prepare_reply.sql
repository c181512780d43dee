create or replace function api.prepare_reply(p_tenant_id uuid, p_conversation_id uuid, p_providers jsonb, p_recall jsonb default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
declare
  v_conversation memory.conversations;
  v_first_at timestamptz;
  v_asked integer;
  v_plan record;
  v_shared text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- Whatever the party has said by now is answered at once.
  perform memory.settle_inbox(c.channel, c.address)
  from memory.conversations as c
  where c.tenant_id = p_tenant_id and c.id = p_conversation_id;
  v_conversation := ai.read_conversation(p_conversation_id);
  select min(u.created_at) into v_first_at from ai.list_unanswered(v_conversation) as u;

  if v_conversation.status is distinct from 'open' then
    return jsonb_build_object('action', 'none', 'reason', 'closed');
  elsif exists (
    select from outreach.suppressions as s
    where s.tenant_id = p_tenant_id and s.channel = v_conversation.channel and s.address = v_conversation.address
  ) then
    return jsonb_build_object('action', 'none', 'reason', 'opted_out');
  elsif exists (
    select from outreach.deliveries as d
    where d.tenant_id = p_tenant_id and d.dedupe_key = 'reply:' || v_conversation.last_inbound_message_id
  ) then
    return jsonb_build_object('action', 'none', 'reason', 'already_answered');
  elsif v_first_at is null then
    return jsonb_build_object('action', 'none', 'reason', 'nothing_to_answer');
  end if;

  -- Who is writing is asked twice at most, and never before what an emergency needs to hear.
  if v_conversation.is_ambiguous and v_conversation.identity_pinned_at is null
    and coalesce(v_conversation.urgent_at < v_first_at, true) then
    select count(*) into v_asked
    from outreach.deliveries as d
    join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
    where d.tenant_id = p_tenant_id
      and m.conversation_id = p_conversation_id
      and d.purpose = 'reply'
      and d.state <> 'canceled'
      and m.written_by = 'local/identity_question';
    if v_asked < 2 then
      return jsonb_build_object(
        'action', 'say', 'answersMessageId', v_conversation.last_inbound_message_id,
        'provider', 'local', 'model', 'identity_question', 'text', outreach.render_template('identity_question', v_conversation.channel, jsonb_build_object(
          'business', (select t.name from tenancy.tenants as t where t.id = p_tenant_id)
        ))
      );
    end if;
  end if;

  select
    jsonb_agg(jsonb_build_object('provider', p.provider, 'model', p.model, 'timeoutMs', p.timeout_ms) order by p.place) as entries,
    sum(p.timeout_ms) + 1000 as deadline_ms, coalesce(max(p.max_output_tokens), 16) as max_output_tokens,
    max(p.reason) as local_reason, max(p.experiment) as experiment, max(p.arm) as arm
  into v_plan
  from ai.plan_reply(v_conversation, p_providers) with ordinality as p (
    provider, model, timeout_ms, max_output_tokens, experiment, arm, reason, place
  );
  v_shared := ai.build_shared_instructions(v_conversation);
  return jsonb_build_object(
    'action', 'generate',
    'answersMessageId', v_conversation.last_inbound_message_id,
    'safetyIdentifier', encode(sha256(convert_to(
      concat_ws(':', p_tenant_id, v_conversation.channel, v_conversation.address), 'UTF8'
    )), 'hex'),
    'instructions', jsonb_build_object(
      'shared', v_shared, 'own', ai.build_own_instructions(v_conversation, p_recall),
      'key', left(encode(sha256(convert_to(concat_ws(':', p_tenant_id, v_shared), 'UTF8')), 'hex'), 32)
    ),
    'turns', ai.list_turns(v_conversation),
    'maxOutputTokens', v_plan.max_output_tokens,
    'deadlineMs', v_plan.deadline_ms,
    'plan', v_plan.entries,
    'localReason', v_plan.local_reason,
    'experiment', v_plan.experiment,
    'arm', v_plan.arm,
    'customerId', v_conversation.customer_id,
    'tools', to_jsonb(ai.list_reply_tools(v_conversation)),
    'toolRounds', 4,
    'toolKey', ai.first_unanswered(v_conversation)
  );
end
$$;
comment on function api.prepare_reply(uuid, uuid, jsonb, jsonb) is
  'What a reply to a conversation takes. p_providers: [{provider, model|null}] that have keys, in the order to try; p_recall: the vector of what is asked, {embedding, embeddingModel}, by which earlier messages are found (api.get_recall_query). Answers {action: none, reason: closed|opted_out|nothing_to_answer|already_answered}, or {action: say, answersMessageId, text, provider, model} with a text that Postgres decided, or {action: generate, answersMessageId, safetyIdentifier, instructions: {shared, own, key}, turns: [{role, content}], maxOutputTokens, deadlineMs, plan: [{provider, model, timeoutMs}], localReason: no_provider|budget|null, experiment|null, arm|null, customerId|null, tools: names, toolRounds, toolKey}, whose plan ends with local (localReason: why it holds nobody else); tools are for that customer only, toolRounds bounds how often they are used, and toolKey begins their idempotency keys. instructions.shared is the same for every customer and known by its key; own stands after it.';
