create or replace function memory.identify_party(p_conversation_id uuid, p_text text)
returns table (customer_id uuid, is_ambiguous boolean, is_new boolean)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_conversation memory.conversations;
  v_found record;
  v_customer_id uuid;
  v_introduction text;
  v_pinned_at timestamptz;
begin
  select c.* into strict v_conversation
  from memory.conversations as c
  where c.tenant_id = v_tenant_id and c.id = p_conversation_id;
  -- Short codes and sender names are machines, nobody's customers.
  if v_conversation.address !~ '^\+[1-9][0-9]{6,14}$' then
    return query select null::uuid, false, false;
    return;
  end if;

  select r.customer_id, r.is_ambiguous, r.is_new into v_found
  from identity.resolve_or_create_customer('phone', v_conversation.address, v_conversation.channel) as r;
  v_customer_id := v_found.customer_id;
  if v_found.is_ambiguous then
    -- Once somebody has said who they are, other names in the talk are about others; only an introduction changes it.
    v_introduction := case
      when v_conversation.identity_pinned_at is null then p_text
      else substring(memory.plain_words(p_text) from '\m(?:this is|my name is) ((?!for|about|regarding)\w+(?: \w+){0,2})')
    end;
    v_customer_id := identity.match_shared_customer('phone', v_conversation.address, v_introduction);
    if v_customer_id is not null then
      v_pinned_at := ops.now();
    elsif exists (
      select from identity.customer_identities as i
      where i.tenant_id = v_tenant_id and i.type = 'phone' and i.value = v_conversation.address
        and i.customer_id = v_conversation.customer_id and v_conversation.identity_pinned_at is not null
    ) then
      v_customer_id := v_conversation.customer_id;
      v_pinned_at := v_conversation.identity_pinned_at;
    end if;
  end if;

  -- Asked first, because an update of no row still runs the table's triggers.
  if (v_conversation.customer_id, v_conversation.is_ambiguous, v_conversation.identity_pinned_at)
    is distinct from (v_customer_id, v_customer_id is null, v_pinned_at)
  then
    update memory.conversations as c
    set customer_id = v_customer_id, is_ambiguous = v_customer_id is null, identity_pinned_at = v_pinned_at
    where c.tenant_id = v_tenant_id and c.id = p_conversation_id;
  end if;
  if v_conversation.customer_id is null and v_pinned_at is not null then
    update memory.messages as m
    set customer_id = v_customer_id
    where m.tenant_id = v_tenant_id and m.conversation_id = p_conversation_id and m.customer_id is null
      and m.role <> 'system';
  end if;
  return query select v_customer_id, v_customer_id is null, v_found.is_new;
end
$$;
comment on function memory.identify_party(uuid, text) is
  'Who writes in this conversation, entered on it: the address''s customer, made when new; of a number several share, the one this text names or an earlier one named (the conversation is pinned to them, what was said before becomes theirs, and only "this is …" changes it), else nobody and is_ambiguous.';
