create or replace function crm.add_missing_steps(p_run crm.sync_runs)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- More than a few, and more than this share of all: that is another account or a broken list, not a tidy office.
  c_few constant integer := 20;
  c_share constant numeric := 0.2;
  v_found record;
begin
  for v_found in
    -- Two kinds, so a loop over at most two rows.
    select k.kind, count(*) as known, count(*) filter (where k.is_missing) as missing
    from crm.list_unseen(p_run) as k
    group by k.kind
  loop
    if v_found.missing > c_few and v_found.missing > v_found.known * c_share then
      return format(
        '%s of %s %s were not in HousecallPro''s lists: nothing was marked as deleted', v_found.missing, v_found.known,
        case v_found.kind when 'job' then 'jobs' else 'customers' end
      );
    end if;
  end loop;

  insert into crm.sync_steps (tenant_id, run_id, ordinal, resource, external_id, customer_id)
  select
    p_run.tenant_id, p_run.id,
    (select max(s.ordinal) from crm.sync_steps as s where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id)
      + row_number() over (order by u.kind, u.external_id),
    u.kind, u.external_id, u.customer_id
  from crm.list_unseen(p_run) as u
  where u.is_missing;
  return null;
end
$$;
comment on function crm.add_missing_steps(crm.sync_runs) is
  'Plans to ask, one by one, for the customers and jobs that a reconciliation''s lists did not hold: only what HousecallPro then says is gone is marked as deleted. Null; or why nothing is: too many are missing at once.';
