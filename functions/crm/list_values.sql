create or replace function crm.list_values(p_rows crm.customer_row[])
returns table (id text, customer_id uuid, outcome text, customer_since date, type text, value text, place bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select r.id, r.customer_id, r.outcome, r.customer_since, v.type, v.value, v.place
  from unnest(p_rows) as r
  cross join lateral (
    select 'phone' as type, p.value, p.place from unnest(r.phones) with ordinality as p (value, place)
    union all
    select 'email', e.value, e.place from unnest(r.emails) with ordinality as e (value, place)
  ) as v;
end
$$;
comment on function crm.list_values(crm.customer_row[]) is 'The telephone numbers and e-mail addresses of customers of HousecallPro; place 1 is the preferred one of its type.';
