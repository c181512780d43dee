create or replace function memory.end_call(p_call memory.calls, p_seconds integer default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_outcome constant text := memory.call_outcome(p_call);
begin
  update memory.calls as c
  set outcome = v_outcome, ended_at = coalesce(c.ended_at, ops.now()), token_hash = null, token_expires_at = null,
    stream_ended_at = coalesce(c.stream_ended_at, case when c.streamed_at is not null then ops.now() end),
    duration_seconds = coalesce(
      p_seconds, c.duration_seconds, extract(epoch from coalesce(c.ended_at, ops.now()) - c.started_at)::integer
    )
  where c.tenant_id = v_tenant_id and c.id = p_call.id;
  if v_outcome in ('missed', 'failed', 'voicemail') then
    perform ai.mark_needs_person(p_call.conversation_id, case v_outcome when 'voicemail' then 'voicemail' else 'missed_call' end);
  end if;

  -- A line that several talk on at once is one conversation, which the last of them closes.
  update memory.conversations as c
  set status = 'closed', closed_reason = 'call_ended', closed_at = ops.now()
  where c.tenant_id = v_tenant_id and c.id = p_call.conversation_id and c.status = 'open' and not exists (
    select from memory.calls as o
    where o.tenant_id = v_tenant_id and o.conversation_id = p_call.conversation_id and o.ended_at is null
  );
  if found and tenancy.is_enabled(v_tenant_id, 'CONTEXT_MEMORY_ENABLED') then
    perform queue.enqueue('enrich_profile', jsonb_build_object('tenantId', v_tenant_id), p_singleton_key => v_tenant_id::text);
  end if;
end
$$;
comment on function memory.end_call(memory.calls, integer) is
  'A call is over: its outcome and length (p_seconds where the provider said it), its conversation closed unless others talk on it, and a reading of it queued; for what nobody answered a person is asked to call back. Again, after something more became known of it: the outcome follows. The caller holds the call.';
