-- owner: rapport_owner
create or replace function api.enqueue_insight_passes()
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return (
    select count(insight.enqueue_pass(t.id))
    from (
      select n.id from tenancy.tenants as n
      where n.status = 'active' and tenancy.is_enabled(n.id, 'CUSTOMER_CONTEXT_INSIGHTS')
      order by n.id::text
    ) as t
  );
end
$$;
comment on function api.enqueue_insight_passes() is
  'The nightly fan-out: a job for each active tenant with CUSTOMER_CONTEXT_INSIGHTS, whose pass does not wait already. Returns how many.';
