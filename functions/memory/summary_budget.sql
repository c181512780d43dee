create or replace function memory.summary_budget(p_tenant_id uuid)
returns integer
language plpgsql
stable
parallel safe
set search_path = ''
as $$
begin
  return coalesce((select (t.settings ->> 'summaryBudget')::numeric::integer from tenancy.tenants as t where t.id = p_tenant_id), 2000);
end
$$;
comment on function memory.summary_budget(uuid) is
  'How many tokens, at most counted, may be said in an open conversation before it is summarised: the tenant''s setting summaryBudget, else 2000.';
