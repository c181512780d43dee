create or replace function ai.take_draft(p_conversation_id uuid, p_answers_message_id uuid, p_writer_id uuid)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_lease_expires_at constant timestamptz := ops.now() + interval '15 seconds';
  v_generation integer;
begin
  -- What a writer left behind is written anew, and for all that was said since.
  update ai.reply_drafts as d
  set answers_message_id = p_answers_message_id, writer_id = p_writer_id, lease_expires_at = v_lease_expires_at,
    generation = d.generation + 1, text = '', tools = '[]', failure = coalesce(d.failure, 'unavailable'), updated_at = ops.now()
  where d.tenant_id = v_tenant_id and d.conversation_id = p_conversation_id and d.state = 'writing'
  returning d.generation into v_generation;
  if not found then
    insert into ai.reply_drafts (tenant_id, answers_message_id, conversation_id, writer_id, lease_expires_at)
    values (v_tenant_id, p_answers_message_id, p_conversation_id, p_writer_id, v_lease_expires_at)
    returning generation into v_generation;
  end if;
  return v_generation;
end
$$;
comment on function ai.take_draft(uuid, uuid, uuid) is
  'Makes a writer the one who writes a conversation''s next reply, for 15 seconds, which each save renews: which generation of its text they write. The caller holds outreach.lock_address and found no other writer''s lease.';
