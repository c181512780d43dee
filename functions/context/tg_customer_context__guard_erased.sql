create or replace function context.tg_customer_context__guard_erased()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if identity.is_erased(new.tenant_id, 'housecall_pro_id', new.housecall_pro_id) then
    raise exception 'the customer with this id was erased' using errcode = 'RP006',
      hint = 'They asked to be forgotten: leave the record out.';
  end if;
  return new;
end
$$;
comment on function context.tg_customer_context__guard_erased() is
  'Keeps a sync from bringing an erased customer back by the CRM id of a profile: RP006.';

create or replace trigger _200_guard_erased before insert or update of housecall_pro_id on context.customer_context
for each row when (new.housecall_pro_id is not null)
execute function context.tg_customer_context__guard_erased();
