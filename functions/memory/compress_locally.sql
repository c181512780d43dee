create or replace function memory.compress_locally(p_tenant_id uuid, p_conversation_ids uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_conversation memory.conversations;
  v_output jsonb;
  v_count integer := 0;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform memory.hold_customers(p_conversation_ids);
  -- One after the other, as each holds its customer and a summary is written from the one before.
  for v_conversation in
    select c.* from memory.conversations as c where c.tenant_id = p_tenant_id and c.id = any (p_conversation_ids) order by c.last_message_at, c.id
  loop
    v_output := memory.compose_local_summary(v_conversation);
    if v_output is not null and memory.save_compression(p_tenant_id, v_conversation.id, v_output, 'local/extract') = 'saved' then
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end
$$;
comment on function memory.compress_locally(uuid, uuid[]) is 'Summarises conversations without a model. Returns how many.';
