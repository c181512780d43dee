create or replace function api.create_chat(
  p_tenant_id uuid, p_customer_id uuid default null, p_location_id uuid default null, p_verified_by text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_chat memory.chats;
  v_customer_id uuid := p_customer_id;
  v_is_vouched constant boolean := p_verified_by is not null;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if v_is_vouched and (p_customer_id is null or p_verified_by <> 'staff') then
    raise exception 'only staff can vouch, and only for a customer' using errcode = 'RP003', hint = 'Name the customer whom the link goes to.';
  end if;
  if v_customer_id is not null then
    v_customer_id := identity.follow_merge(v_customer_id);
    perform identity.lock_customer(v_customer_id);
  end if;
  insert into memory.chats (tenant_id, endpoint_id, customer_id, issued_for_customer_id, opened_by, verified_at, verified_by)
  values (
    p_tenant_id, tenancy.web_endpoint(p_location_id), case when v_is_vouched then v_customer_id end, v_customer_id, 'staff',
    case when v_is_vouched then ops.now() end, p_verified_by
  )
  returning * into v_chat;
  if v_is_vouched then
    perform api.link_identity(p_tenant_id, v_customer_id, 'web_user_id', v_chat.id::text, false, 'staff');
  end if;
  return jsonb_build_object('chatId', v_chat.id, 'epoch', v_chat.epoch);
end
$$;
comment on function api.create_chat(uuid, uuid, uuid, text) is
  'A chat that a link will lead to: {chatId, epoch}. p_verified_by staff: the issuer vouches that the link goes to that customer through the customer''s own channel, and the chat is theirs from the start; without it nothing of the customer is used or shown before a one-time code. RP001 for an unknown customer or location, RP003 for vouching for nobody.';
