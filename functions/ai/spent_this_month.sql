create or replace function ai.spent_this_month(p_tenant_id uuid)
returns numeric
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_today constant date := (ops.now() at time zone context.shop_zone(p_tenant_id))::date;
begin
  return (
    select coalesce(sum(u.cost_usd), 0) from ai.daily_usage as u
    where u.tenant_id = p_tenant_id and u.day between date_trunc('month', v_today)::date and v_today
  );
end
$$;
comment on function ai.spent_this_month(uuid) is
  'US dollars that models cost a tenant since the first of the month in its time zone, batches included. What has no price is not in it.';
