create or replace function memory.is_mere_visitor(p_chat_id uuid, p_customer_id uuid)
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  -- Whoever got a number, a CRM's record or another customer's history since is more than what was said here.
  return coalesce((select c.source = 'web' from identity.customers as c where c.tenant_id = v_tenant_id and c.id = p_customer_id), false)
    and exists (
      select from identity.customer_identities as i
      where i.tenant_id = v_tenant_id and i.customer_id = p_customer_id and i.type = 'web_user_id' and i.value = p_chat_id::text
    )
    and not exists (
      select from identity.customer_identities as i
      where i.tenant_id = v_tenant_id and i.customer_id = p_customer_id
        and (i.type, i.value) is distinct from ('web_user_id', p_chat_id::text)
    )
    and not exists (
      select from identity.merges as m
      where m.tenant_id = v_tenant_id and m.survivor_id = p_customer_id and m.undone_at is null
    );
end
$$;
comment on function memory.is_mere_visitor(uuid, uuid) is
  'Whether a customer is nobody but the visitor of this chat: made by it, known by it alone, and nobody was merged into them.';
