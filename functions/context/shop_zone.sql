create or replace function context.shop_zone(p_tenant_id uuid)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return coalesce((select l.time_zone from tenancy.locations as l where l.tenant_id = p_tenant_id and l.is_default), 'UTC');
end
$$;
comment on function context.shop_zone(uuid) is 'The IANA zone that a tenant''s days are counted in: of its default location, else UTC.';
