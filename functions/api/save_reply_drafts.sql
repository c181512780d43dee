-- owner: rapport_owner
create or replace function api.save_reply_drafts(p_drafts jsonb)
returns setof uuid
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
begin
  return query
  with given as (
    select s.* from jsonb_to_recordset(p_drafts) as s (
      "tenantId" uuid, "conversationId" uuid, "writerId" uuid, generation integer, "from" integer, text text, tools jsonb, failure text
    )
  ),
  -- In one order, so that two processes never wait for each other crosswise.
  held as (
    select
      d.tenant_id, d.answers_message_id, g.generation, g.tools, g.failure,
      case when d.generation = g.generation then left(d.text, g."from") else '' end || g.text as text
    from given as g
    join ai.reply_drafts as d
      on d.tenant_id = g."tenantId" and d.conversation_id = g."conversationId" and d.state = 'writing' and d.writer_id = g."writerId"
    order by d.tenant_id, d.answers_message_id
    for no key update of d
  )
  update ai.reply_drafts as d
  set generation = h.generation, text = h.text, tools = h.tools, failure = h.failure, updated_at = ops.now(),
    lease_expires_at = ops.now() + interval '15 seconds'
  from held as h
  where d.tenant_id = h.tenant_id and d.answers_message_id = h.answers_message_id
  returning d.writer_id;
end
$$;
comment on function api.save_reply_drafts(jsonb) is
  'Shows how far replies are, of all tenants in one statement, and renews their writers'' leases: an array of {tenantId, conversationId, writerId, generation, from, text, tools: [{name, state}], failure: provider_failed | time_limit | unavailable | null}. text goes on after the first `from` characters of what is saved of that generation. Returns the writers whose lease it was; who is not among them writes for nobody any more.';
