create or replace function crm.count_sync(p_run crm.sync_runs)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_seconds constant numeric := greatest(extract(epoch from p_run.finished_at - p_run.started_at), 0);
  v_within constant bigint[] := array(
    select (v_seconds <= b.bound)::integer::bigint from unnest(crm.sync_bounds()) with ordinality as b (bound, place) order by b.place
  );
begin
  insert into crm.sync_figures as f (tenant_id, kind, ended, seconds, within)
  values (p_run.tenant_id, p_run.kind, 1, v_seconds, v_within)
  on conflict (tenant_id, kind) do update
  set ended = f.ended + 1, seconds = f.seconds + excluded.seconds, within = array(
    select coalesce(f.within[i], 0) + v_within[i] from generate_subscripts(v_within, 1) as i order by i
  );
end
$$;
comment on function crm.count_sync(crm.sync_runs) is 'Adds a run that has ended to the figures of its kind: how long it took from its first request to its end.';
