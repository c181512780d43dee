create or replace function crm.discard_appointments(p_rows crm.job_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if cardinality(p_rows) = 0 then
    return;
  end if;
  -- Planned anew each time: a plan that was made while the table was empty would read it whole.
  delete from crm.appointments as a
  using unnest(p_rows) as r
  where a.tenant_id = v_tenant_id and a.housecall_pro_job_id = r.id and a.seen_at <= r.seen_at
    and r.work_status in ('completed', 'canceled');
  update crm.appointments as a
  set is_discarded = true, seen_at = r.seen_at
  from unnest(p_rows) as r
  where a.tenant_id = v_tenant_id and a.housecall_pro_job_id = r.id and not a.is_discarded
    and r.appointments is not null and a.seen_at < r.seen_at
    and not exists (
      select from jsonb_array_elements(r.appointments) as e (item) where crm.read_text(e.item -> 'id') = a.housecall_pro_id
    );
end
$$;
comment on function crm.discard_appointments(crm.job_row[]) is
  'Forgets the visits of jobs that are over, which nobody waits for any more, and calls off those that an open job, read later with its appointments, no longer has: nothing else tells of a visit that was replaced.';
