create or replace function crm.describe_health()
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_object_agg(p.provider, p.states)
    from (
      select s.provider, jsonb_object_agg(s.state, s.count) as states
      from (
        select h.provider, h.state, count(*) from crm.connection_health as h group by h.provider, h.state
      ) as s
      group by s.provider
    ) as p
  ), '{}');
end
$$;
comment on function crm.describe_health() is
  'How many accounts with CRMs are in which state, by provider: {housecall: {closed: 3, open: 1}}; of all tenants when its owner asks.';
