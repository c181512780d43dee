create or replace function identity.without_erased(p_seed jsonb)
returns jsonb
language plpgsql
volatile
strict
security invoker
set search_path = ''
as $$
begin
  return jsonb_set(p_seed, '{customers}', (
    select coalesce(jsonb_agg(c.item order by c.place), '[]')
    from jsonb_array_elements(p_seed -> 'customers') with ordinality as c (item, place)
    where not identity.is_erased(
      tenancy.current_tenant(), 'customer_id', tenancy.seed_id(tenancy.current_tenant(), 'customer/' || (c.item ->> 'key'))::text
    )
  ));
end
$$;
comment on function identity.without_erased(jsonb) is 'A seed without the customers that were erased since: seeding again brings nobody back.';
