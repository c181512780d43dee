create or replace function crm.mark_deleted(p_kind text, p_ids text[], p_deleted_at timestamptz)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_known text[];
  v_marked integer;
begin
  -- A version that is newer than the deletion shows that it did not last.
  case p_kind
    when 'customer' then
      v_known := array(
        select m.housecall_pro_id from crm.housecall_customers as m
        where m.tenant_id = v_tenant_id and m.housecall_pro_id = any (p_ids)
      );
      update crm.housecall_customers as m
      set deleted_at = p_deleted_at
      where m.tenant_id = v_tenant_id and m.housecall_pro_id = any (v_known)
        and coalesce(m.updated_at, '-infinity') <= p_deleted_at and coalesce(m.deleted_at, '-infinity') < p_deleted_at;
    when 'job' then
      v_known := array(
        select h.housecall_pro_job_id from context.customer_job_history as h
        where h.tenant_id = v_tenant_id and h.housecall_pro_job_id = any (p_ids)
      );
      update context.customer_job_history as h
      set deleted_at = p_deleted_at, work_status = 'canceled', completed_at = null
      where h.tenant_id = v_tenant_id and h.housecall_pro_job_id = any (v_known)
        and coalesce(h.crm_updated_at, '-infinity') <= p_deleted_at and coalesce(h.deleted_at, '-infinity') < p_deleted_at;
    when 'estimate' then
      v_known := array(
        select e.housecall_pro_id from crm.estimates as e where e.tenant_id = v_tenant_id and e.housecall_pro_id = any (p_ids)
      );
      update crm.estimates as e
      set deleted_at = p_deleted_at
      where e.tenant_id = v_tenant_id and e.housecall_pro_id = any (v_known)
        and e.updated_at <= p_deleted_at and coalesce(e.deleted_at, '-infinity') < p_deleted_at;
    when 'lead' then
      v_known := array(
        select l.housecall_pro_id from crm.leads as l where l.tenant_id = v_tenant_id and l.housecall_pro_id = any (p_ids)
      );
      update crm.leads as l
      set deleted_at = p_deleted_at
      where l.tenant_id = v_tenant_id and l.housecall_pro_id = any (v_known)
        and l.updated_at <= p_deleted_at and coalesce(l.deleted_at, '-infinity') < p_deleted_at;
    else
      raise exception 'no records of this kind are deleted' using errcode = 'RP003', hint = 'customer, job, estimate or lead.';
  end case;
  get diagnostics v_marked = row_count;

  insert into crm.housecall_deletions as x (tenant_id, kind, external_id, deleted_at)
  select v_tenant_id, p_kind, i.id, p_deleted_at
  from unnest(p_ids) as i (id)
  where i.id <> all (v_known) and (p_kind <> 'customer' or i.id <> all (crm.list_erased(p_ids)))
  order by i.id
  on conflict (tenant_id, kind, external_id) do update
  set deleted_at = excluded.deleted_at
  where x.deleted_at < excluded.deleted_at;
  if p_kind = 'job' and v_marked > 0 then
    perform context.derive_findings(array(
      select h.id from context.customer_job_history as h
      where h.tenant_id = v_tenant_id and h.housecall_pro_job_id = any (v_known)
    ));
  end if;
  return v_marked;
end
$$;
comment on function crm.mark_deleted(text, text[], timestamptz) is
  'Marks records of HousecallPro (customer, job, estimate, lead) as deleted there at a time; a job then counts as canceled, nothing is removed. Those not read yet are remembered. Returns how many rows it marked.';
