create or replace function crm.list_sync_metrics()
returns table (name text, labels jsonb, value numeric, kind text, help text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  c_duration constant text := 'From the first request of a sync with HousecallPro to its end, by kind.';
begin
  return query
  select 'hcp_sync_duration_seconds_bucket', jsonb_build_object('kind', f.kind, 'le', b.bound::text), coalesce(sum(f.within[b.place]), 0), 'histogram', c_duration
  from crm.sync_figures as f
  cross join unnest(crm.sync_bounds()) with ordinality as b (bound, place)
  where f.ended > 0
  group by f.kind, b.bound
  union all
  select s.name, s.labels, s.value, 'histogram', c_duration
  from (select f.kind, sum(f.ended) as ended, sum(f.seconds) as seconds from crm.sync_figures as f where f.ended > 0 group by f.kind) as f
  cross join lateral (values
    ('hcp_sync_duration_seconds_bucket', jsonb_build_object('kind', f.kind, 'le', '+Inf'), f.ended),
    ('hcp_sync_duration_seconds_sum', jsonb_build_object('kind', f.kind), round(f.seconds, 3)),
    ('hcp_sync_duration_seconds_count', jsonb_build_object('kind', f.kind), f.ended)
  ) as s (name, labels, value)
  union all
  select 'hcp_sync_failures_total', jsonb_build_object('kind', f.kind), sum(f.failures), 'counter',
    'Requests of syncs with HousecallPro that failed, by kind of sync.'
  from crm.sync_figures as f group by f.kind
  union all
  select 'rapport_crm_syncs_open', jsonb_build_object('kind', r.kind, 'state', r.state), count(*)::numeric, 'gauge',
    'Syncs with HousecallPro that are not over.'
  from crm.sync_runs as r where r.finished_at is null group by r.kind, r.state
  union all
  select 'rapport_crm_accounts', jsonb_build_object('provider', h.provider, 'state', h.state), count(*)::numeric, 'gauge',
    'Accounts with CRMs by the state of their circuit breaker; unauthorised: the key is turned away.'
  from crm.connection_health as h group by h.provider, h.state
  union all
  select 'rapport_crm_pushes', jsonb_build_object('kind', p.kind, 'state', p.state), count(*)::numeric, 'gauge',
    'Changes for HousecallPro that are not through, or failed within the last day.'
  from crm.pushes as p
  where p.state in ('queued', 'sending', 'unknown', 'needs_person', 'failed')
    and (p.state <> 'failed' or p.updated_at > ops.now() - interval '1 day')
  group by p.kind, p.state;
end
$$;
comment on function crm.list_sync_metrics() is 'What api.get_metrics shows of readings of HousecallPro, of what goes back to it and of accounts with CRMs, over all tenants.';
