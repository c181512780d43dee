create or replace function insight.tg_tenants__enqueue_pass()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if tenancy.is_enabled(new.id, 'CUSTOMER_CONTEXT_INSIGHTS') then
    perform insight.enqueue_pass(new.id);
  end if;
  return null;
end
$$;
comment on function insight.tg_tenants__enqueue_pass() is
  'Has all customers of a tenant looked at again when what a membership costs, saves or is called changed.';

create or replace trigger _900_enqueue_pass after update of settings on tenancy.tenants
for each row when (
  (old.settings -> 'membershipPlan', old.settings -> 'membershipNames')
  is distinct from (new.settings -> 'membershipPlan', new.settings -> 'membershipNames')
)
execute function insight.tg_tenants__enqueue_pass();
