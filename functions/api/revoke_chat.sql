create or replace function api.revoke_chat(p_tenant_id uuid, p_chat_id uuid)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_was_open boolean;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select c.revoked_at is null into v_was_open
  from memory.chats as c
  where c.tenant_id = p_tenant_id and c.id = p_chat_id
  for update;
  if not found then
    raise exception 'no such chat' using errcode = 'RP001';
  elsif v_was_open then
    update memory.chats as c
    set revoked_at = ops.now(), epoch = c.epoch + 1
    where c.tenant_id = p_tenant_id and c.id = p_chat_id;
  end if;
  return v_was_open;
end
$$;
comment on function api.revoke_chat(uuid, uuid) is
  'Ends a chat''s links and sessions at once; what was said stays. Whether it was open until now. RP001 for an unknown chat.';
