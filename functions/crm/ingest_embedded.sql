create or replace function crm.ingest_embedded(p_customers jsonb[], p_phones jsonb)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_unknown jsonb;
begin
  -- A copy inside another record has no version of its own: it makes a customer and changes none.
  select jsonb_agg(c.item) into v_unknown
  from (
    select distinct on (u.item ->> 'id') u.item
    from unnest(p_customers) as u (item)
    left join crm.find_customers(array(select i.item ->> 'id' from unnest(p_customers) as i (item))) as f
      on f.housecall_pro_id = crm.read_text(u.item -> 'id')
    where f.customer_id is null and f.housecall_pro_id is not null
    order by u.item ->> 'id', u.item ->> 'updated_at' desc nulls last
  ) as c;
  if v_unknown is null then
    return 0;
  end if;
  return (crm.ingest_customers(array(
    select r from crm.read_customers(v_unknown, p_phones, ops.now(), true) as r
  )) ->> 'created')::integer;
end
$$;
comment on function crm.ingest_embedded(jsonb[], jsonb) is
  'Makes the customers that other records of HousecallPro name and nobody knows yet. Returns how many.';
