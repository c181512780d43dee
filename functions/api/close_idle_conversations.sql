-- owner: rapport_owner
create or replace function api.close_idle_conversations(p_default_timeout_hours integer default 24, p_limit integer default 5000)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  update memory.conversations as c
  set status = 'closed', closed_reason = 'timeout', closed_at = ops.now()
  from (
    select i.tenant_id, i.id
    from memory.conversations as i
    where i.status = 'open'
      and i.last_message_at <= ops.now() - interval '1 hour'
      and i.last_message_at <= ops.now() - memory.conversation_timeout(i.tenant_id, p_default_timeout_hours)
    order by i.tenant_id, i.id
    limit p_limit
    for no key update skip locked
  ) as idle
  where c.tenant_id = idle.tenant_id and c.id = idle.id;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function api.close_idle_conversations(integer, integer) is
  'Closes conversations of all tenants that were silent for the tenant''s conversationTimeoutHours, else p_default_timeout_hours; at most p_limit. Returns how many.';
