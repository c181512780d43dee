create or replace function memory.is_chat_of(p_address text, p_customer_id uuid)
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_chat_id constant uuid := case when pg_input_is_valid(p_address, 'uuid') then p_address::uuid end;
  v_is_verified boolean;
begin
  select c.verified_at is not null and c.customer_id = p_customer_id into v_is_verified
  from memory.chats as c
  where c.tenant_id = v_tenant_id and c.id = v_chat_id;
  -- Not one of ours: an imported conversation, whose customer was known when it came.
  if not found or v_is_verified then
    return true;
  end if;
  return memory.is_mere_visitor(v_chat_id, p_customer_id);
end
$$;
comment on function memory.is_chat_of(text, uuid) is
  'Whether what is known of a customer may be used in a chat: the chat is verified to be theirs, or nothing is known of them but this chat.';
