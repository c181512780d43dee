create or replace function crm.recognise_addresses(p_rows crm.job_row[], p_owners crm.record_owner[])
returns crm.address_row[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    select (
      r.place, o.customer_id, a.housecall_pro_address_id, a.type, a.street, a.street_line_2, a.city, a.state, a.zip, a.country, a.latitude,
      a.longitude, null, false, a.id
    )::crm.address_row
    from unnest(p_rows) as r
    join unnest(p_owners) as o on o.housecall_pro_id = r.customer_external_id
    join context.customer_addresses as a
      on a.tenant_id = tenancy.current_tenant() and a.housecall_pro_address_id = left(crm.read_text(r.address -> 'id'), 200)
      and a.customer_id = o.customer_id
    where crm.read_text(r.address -> 'street') is not null
  );
end
$$;
comment on function crm.recognise_addresses(crm.job_row[], crm.record_owner[]) is
  'The addresses of jobs that their customers have already, by their ids: a job changes nothing about those, so that the rest of them need not be read.';
