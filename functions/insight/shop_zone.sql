create or replace function insight.shop_zone()
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return coalesce(
    (select l.time_zone from tenancy.locations as l where l.tenant_id = tenancy.current_tenant() and l.is_default), 'UTC'
  );
end
$$;
comment on function insight.shop_zone() is 'The time zone of the current tenant''s default location, in which days are counted; UTC without one.';
