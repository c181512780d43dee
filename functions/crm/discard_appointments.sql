create or replace function crm.discard_appointments(p_rows crm.job_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update crm.appointments as a
  set is_discarded = true, seen_at = r.seen_at
  from unnest(p_rows) as r
  where a.tenant_id = tenancy.current_tenant() and a.housecall_pro_job_id = r.id and not a.is_discarded
    and r.appointments is not null and a.seen_at < r.seen_at
    and not exists (
      select from jsonb_array_elements(r.appointments) as e (item) where crm.read_text(e.item -> 'id') = a.housecall_pro_id
    );
end
$$;
comment on function crm.discard_appointments(crm.job_row[]) is
  'Calls off the visits that a job, read later with its appointments, no longer has: nothing else tells of a visit that was replaced.';
