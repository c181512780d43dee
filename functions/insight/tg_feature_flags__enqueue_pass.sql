create or replace function insight.tg_feature_flags__enqueue_pass()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform insight.enqueue_pass(new.tenant_id);
  return null;
end
$$;
comment on function insight.tg_feature_flags__enqueue_pass() is 'Has a tenant''s insights made as soon as they are switched on.';

create or replace trigger _900_enqueue_pass after insert or update of is_enabled on tenancy.feature_flags
for each row when (new.name = 'CUSTOMER_CONTEXT_INSIGHTS' and new.is_enabled)
execute function insight.tg_feature_flags__enqueue_pass();
