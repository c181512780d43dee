create or replace function identity.claim_traces(p_customer_id uuid, p_customer_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_values text[] := array(select v.value from identity.list_own_values(p_customer_ids) as v);
begin
  update memory.conversations as c
  set customer_id = p_customer_id
  where c.tenant_id = v_tenant_id and c.customer_id is null and c.address = any (v_values);
  update outreach.consent_events as e
  set customer_id = p_customer_id
  where e.tenant_id = v_tenant_id and e.address = any (v_values);
  -- What went out to their number in somebody else's conversation, or says in theirs what is going on (an alert).
  update memory.messages as m
  set customer_id = p_customer_id
  where m.tenant_id = v_tenant_id and m.customer_id is null
    and (
      exists (
        select from outreach.deliveries as d
        where d.tenant_id = v_tenant_id and d.message_id = m.id and d.to_address = any (v_values)
      )
      or exists (
        select from memory.conversations as c
        where c.tenant_id = v_tenant_id and c.id = m.conversation_id and c.customer_id = any (p_customer_ids)
      )
    );
  -- A conversation on a shared number in which others spoke as well goes on as theirs.
  update memory.conversations as c
  set customer_id = null, summary = null, urgent_phrase = null, is_ambiguous = true, identity_pinned_at = null
  where c.tenant_id = v_tenant_id and c.customer_id = any (p_customer_ids)
    and exists (
      select from memory.messages as m
      where m.tenant_id = v_tenant_id and m.conversation_id = c.id and m.customer_id <> all (p_customer_ids)
    );
end
$$;
comment on function identity.claim_traces(uuid, uuid[]) is
  'Before customers are erased: gives them what is about them and names nobody, and leaves what others said on a shared number to the others.';
