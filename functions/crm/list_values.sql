create or replace function crm.list_values(p_rows crm.customer_row[])
returns table (id text, customer_since date, type text, value text, place bigint)
language sql
stable
set search_path = ''
as $$
  select r.id, r.customer_since, 'phone', v.value, v.place
  from unnest(p_rows) as r
  cross join unnest(r.phones) with ordinality as v (value, place)
  union all
  select r.id, r.customer_since, 'email', v.value, v.place
  from unnest(p_rows) as r
  cross join unnest(r.emails) with ordinality as v (value, place)
$$;
comment on function crm.list_values(crm.customer_row[]) is 'The telephone numbers and e-mail addresses of customers of HousecallPro; place 1 is the preferred one of its type.';
