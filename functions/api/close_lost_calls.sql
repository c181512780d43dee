-- owner: rapport_owner
create or replace function api.close_lost_calls(p_limit integer default 500)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_call memory.calls;
  v_count integer := 0;
begin
  -- A loop, since each call is ended within its tenant; they are few.
  for v_call in
    select c.* from memory.calls as c
    -- Longer than any pause between two signs of life: a transfer is not heard of before it ends.
    where c.ended_at is null and c.last_seen_at <= ops.now() - case
      when c.stream_ended_at is null and c.streamed_at is not null then interval '3 minutes'
      when c.transfer_to is not null then interval '4 hours'
      else interval '15 minutes'
    end
    order by c.tenant_id, c.id
    limit p_limit
    for update skip locked
  loop
    perform tenancy.set_tenant(v_call.tenant_id);
    if v_call.streamed_at is not null and v_call.stream_end is null then
      update memory.calls as c set stream_end = 'lost' where c.tenant_id = v_call.tenant_id and c.id = v_call.id
      returning * into v_call;
    end if;
    perform memory.end_call(v_call);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function api.close_lost_calls(integer) is
  'Ends the calls of all tenants that gave no sign of life, whose end nobody told: 3 minutes while the assistant talks, 4 hours after they were put through, else 15 minutes. At most p_limit; returns how many.';
