create or replace function crm.refuse_push(p_push crm.pushes)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_housecall_pro_id constant text := crm.find_housecall_id(p_push.tenant_id, p_push.customer_id);
begin
  return case
    when exists (
      select from identity.customers as c
      where c.tenant_id = p_push.tenant_id and c.id = p_push.customer_id and c.merged_into is not null
    ) then 'merged into another customer'
    when v_housecall_pro_id is null and p_push.kind <> 'job_note' then 'not linked any more'
    when p_push.kind <> 'job_note' and exists (
      select from crm.pushed_profiles as b
      where b.tenant_id = p_push.tenant_id and b.housecall_pro_id = v_housecall_pro_id and b.gone_at is not null
    ) then 'the customer is gone at HousecallPro'
    when p_push.kind <> 'job_note' and exists (
      select from crm.housecall_customers as m
      where m.tenant_id = p_push.tenant_id and m.housecall_pro_id = v_housecall_pro_id and m.deleted_at is not null
    ) then 'the customer is gone at HousecallPro'
    when p_push.kind = 'profile' and p_push.failures = 0 and exists (
      select from crm.pushed_profiles as b
      where b.tenant_id = p_push.tenant_id and b.housecall_pro_id = v_housecall_pro_id and b.wanted_hash = crm.hash_wanted(
        crm.render_notes_block(p_push.tenant_id, p_push.customer_id), crm.list_wanted_tags(p_push.tenant_id, p_push.customer_id)
      )
    ) and not exists (
      select from crm.push_writes as w
      join crm.overwritten_edits as e on e.tenant_id = w.tenant_id and e.write_id = w.id and e.restored_at is null
      where w.tenant_id = p_push.tenant_id and w.housecall_pro_id = v_housecall_pro_id
    ) then 'nothing to change'
    when p_push.kind = 'address' and not exists (
      select from context.customer_addresses as a
      where a.tenant_id = p_push.tenant_id and a.id = p_push.address_id and a.housecall_pro_address_id is null
        and btrim(a.street) <> ''
    ) then 'it is there'
    when p_push.kind = 'job' and not exists (
      select from context.customer_job_history as j
      where j.tenant_id = p_push.tenant_id and j.id = p_push.job_id and j.housecall_pro_job_id is null
        and j.work_status not in ('completed', 'canceled')
    ) then 'it is there, or over'
    when p_push.kind = 'job' and not crm.may_push_jobs(p_push.tenant_id) then 'jobs do not go there any more'
    when p_push.kind = 'job_note' and not exists (
      select from context.customer_job_history as j
      where j.tenant_id = p_push.tenant_id and j.id = p_push.job_id and j.housecall_pro_job_id is not null and j.deleted_at is null
    ) then 'the job is gone at HousecallPro'
  end;
end
$$;
comment on function crm.refuse_push(crm.pushes) is 'Why a waiting push is needless now, without asking HousecallPro; null when it is to be worked on.';
