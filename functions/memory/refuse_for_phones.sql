create or replace function memory.refuse_for_phones(p_customer_id uuid, p_message_id uuid, p_text text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_phone text;
begin
  -- A loop, for each number is locked before it is decided about; a customer has a few, and the order keeps two from waiting crosswise.
  for v_phone in
    select i.value from identity.customer_identities as i
    where i.tenant_id = v_tenant_id and i.customer_id = p_customer_id and i.type = 'phone' and not i.is_shared
    order by outreach.address_key('sms', i.value)
  loop
    perform memory.settle_inbox('sms', v_phone);
    perform outreach.apply_consent('opt_out', 'free_text', 'sms', v_phone, p_customer_id, p_message_id, left(p_text, 500), null);
  end loop;
end
$$;
comment on function memory.refuse_for_phones(uuid, uuid, text) is
  'A customer refused further texts elsewhere than by text: that holds for each number that is theirs alone.';
