create or replace function ai.pick_location(p_location_id uuid, p_text text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select l.id
      from tenancy.locations as l
      where l.tenant_id = tenancy.current_tenant()
        and position(' ' || ops.normalize_name(l.city) || ' ' in ' ' || ops.normalize_name(p_text) || ' ') > 0
      order by l.is_default desc, l.slug
      limit 1
    ),
    p_location_id
  );
end
$$;
comment on function ai.pick_location(uuid, text) is 'The location whose city a text names, else the given one.';
