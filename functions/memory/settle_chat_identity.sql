create or replace function memory.settle_chat_identity(p_chat memory.chats, p_type text, p_value text)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_visitor_id uuid := identity.follow_merge(p_chat.customer_id);
  v_others constant uuid[] := array_remove(identity.find_customer_ids(v_tenant_id, p_type, p_value), v_visitor_id);
  v_outcome text := 'linked';
begin
  if cardinality(v_others) = 1 and memory.is_mere_visitor(p_chat.id, v_visitor_id) and not exists (
    select from identity.customer_identities as i
    where i.tenant_id = v_tenant_id and i.type = p_type and i.value = p_value and i.is_shared
  ) then
    perform api.merge_customers(v_tenant_id, v_others[1], v_visitor_id, 'proved in a chat by a one-time code', 'chat:' || p_chat.id);
    v_visitor_id := v_others[1];
  elsif cardinality(v_others) > 0 then
    insert into identity.pending_links (tenant_id, customer_id, candidate_customer_id, type, value, reason, score)
    select v_tenant_id, v_visitor_id, o.id, p_type, p_value, 'proved in a chat by a one-time code', 1
    from unnest(v_others) as o (id)
    on conflict do nothing;
    return 'pending';
  end if;
  v_outcome := api.link_identity(v_tenant_id, v_visitor_id, p_type, p_value, false, 'code') ->> 'outcome';
  if v_outcome = 'linked' then
    update memory.chats as c
    set customer_id = v_visitor_id, verified_at = ops.now(), verified_by = 'code'
    where c.tenant_id = v_tenant_id and c.id = p_chat.id;
  end if;
  return v_outcome;
end
$$;
comment on function memory.settle_chat_identity(memory.chats, text, text) is
  'What follows from a visitor having proved a phone or e-mail: of one other customer, and the visitor nobody but this chat''s, they become that customer (a merge that can be undone); of nobody or of themselves, it is theirs; else (several, shared, or the chat is somebody else''s) a person decides. linked: the chat is verified; else pending.';
