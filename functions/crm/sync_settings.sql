create or replace function crm.sync_settings(p_tenant_id uuid)
returns table (
  stale_after interval, night_hour integer, night_hours integer, requests_per_night integer, page_size integer,
  poll_line_items integer
)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_chosen constant jsonb := (select t.settings -> 'crmSync' from tenancy.tenants as t where t.id = p_tenant_id);
begin
  return query
  select
    make_interval(mins => coalesce((v_chosen ->> 'staleMinutes')::integer, 60)),
    coalesce((v_chosen ->> 'nightHour')::integer, 1),
    coalesce((v_chosen ->> 'nightHours')::integer, 5),
    coalesce((v_chosen ->> 'requestsPerNight')::integer, 5000),
    coalesce((v_chosen ->> 'pageSize')::integer, 100),
    coalesce((v_chosen ->> 'pollLineItems')::integer, 50);
end
$$;
comment on function crm.sync_settings(uuid) is
  'How a tenant''s CRM is read (setting crmSync): after how long a customer''s data are stale (staleMinutes, 60), at which local hour the night begins (nightHour, 1) and how long it is (nightHours, 5), requests a night (requestsPerNight, 5000), records a page (pageSize, 100), line items that a poll reads at most (pollLineItems, 50).';
