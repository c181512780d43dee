create or replace function identity.tg_customer_identities__guard_erased()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if identity.is_erased(new.tenant_id, new.type, new.value) then
    raise exception 'the customer with this id was erased' using errcode = 'RP006',
      hint = 'They asked to be forgotten: leave the record out.';
  end if;
  return new;
end
$$;
comment on function identity.tg_customer_identities__guard_erased() is
  'Keeps a sync from bringing an erased customer back by their CRM id: RP006.';

create or replace trigger _200_guard_erased before insert or update of value on identity.customer_identities
for each row when (new.type in ('housecall_pro_id', 'shopmonkey_id'))
execute function identity.tg_customer_identities__guard_erased();
