create or replace function insight.tg_tenant_rules__enqueue_pass()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if tenancy.is_enabled(new.tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS') then
    perform insight.enqueue_pass(new.tenant_id);
  end if;
  return null;
end
$$;
comment on function insight.tg_tenant_rules__enqueue_pass() is 'Has all customers of a tenant looked at again when it chose other rules.';

create or replace trigger _900_enqueue_pass after insert or update on insight.tenant_rules
for each row execute function insight.tg_tenant_rules__enqueue_pass();
