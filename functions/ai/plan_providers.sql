create or replace function ai.plan_providers(p_providers jsonb, p_purpose text)
returns table (provider text, model text, timeout_ms integer, max_output_tokens integer)
language plpgsql
stable
strict
set search_path = ''
as $$
#variable_conflict use_column
begin
  -- Over the hard budget nobody is asked for anything.
  if ai.budget_level(tenancy.current_tenant()) = 'hard' then
    return;
  end if;
  return query
  with given as (
    select distinct on (g.entry ->> 'provider') g.entry ->> 'provider' as provider, g.entry ->> 'model' as model, g.position
    from jsonb_array_elements(p_providers) with ordinality as g (entry, position)
    order by g.entry ->> 'provider', g.position
  ),
  usable as (
    select
      g.position, c.provider, coalesce(nullif(g.model, ''), c.model) as model, c.timeout_ms, c.max_output_tokens,
      coalesce(h.skip_until > ops.now(), false) as is_skipped
    from given as g
    join ai.model_choices as c on c.purpose = p_purpose and c.provider = g.provider
    left join ai.provider_health as h on h.provider = g.provider
    -- Whoever names local before a provider wants no call to that one.
    where g.position < coalesce((select l.position from given as l where l.provider = 'local'), 'infinity'::float8)
  )
  select u.provider, u.model, u.timeout_ms, u.max_output_tokens
  from usable as u
  where not u.is_skipped or not exists (select from usable as o where not o.is_skipped)
  order by u.position;
end
$$;
comment on function ai.plan_providers(jsonb, text) is
  'Whom to ask, in the given order ([{provider, model|null}]), without those whose health says to skip them unless that leaves none, and none after local. Nobody once the tenant''s hard budget is used up.';
