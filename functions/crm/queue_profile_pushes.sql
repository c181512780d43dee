create or replace function crm.queue_profile_pushes(p_tenant_id uuid, p_customer_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- A conversation or a person at a form changes several things in a row: they go in one write.
  v_not_before constant timestamptz := ops.now() + interval '10 seconds';
begin
  if not crm.may_push(p_tenant_id) then
    return;
  end if;
  insert into crm.pushes as waiting (tenant_id, customer_id, kind, not_before)
  select c.tenant_id, c.id, 'profile', v_not_before
  from identity.customers as c
  left join context.customer_context as p on p.tenant_id = c.tenant_id and p.customer_id = c.id
  where c.tenant_id = p_tenant_id and c.id = any (p_customer_ids) and c.merged_into is null
    -- Cheap to tell, because a sync links many of whom there is nothing to say.
    and (
      p.preferred_time_window is not null or p.communication_preference <> 'any' or p.preferred_technician_name is not null
      or p.membership_status <> 'none' or c.summary is not null or c.current_issue_summary is not null
      or exists (
        select from identity.field_sources as s
        where s.tenant_id = c.tenant_id and s.customer_id = c.id and s.field = 'tags' and s.source = 'staff'
      )
      or exists (select from crm.pushed_profiles as b where b.tenant_id = c.tenant_id and b.customer_id = c.id)
    )
    and (
      p.housecall_pro_id is not null
      or exists (
        select from identity.customer_identities as i
        where i.tenant_id = c.tenant_id and i.customer_id = c.id and i.type = 'housecall_pro_id'
      )
    )
  order by c.id
  -- Touched, not left alone: until this transaction ends nobody claims it, and then what is written here is seen.
  on conflict (tenant_id, customer_id) where kind = 'profile' and state = 'queued' do update
  set not_before = least(waiting.not_before, excluded.not_before), updated_at = excluded.updated_at;
  if found then
    perform crm.enqueue_pushes(p_tenant_id, p_customer_ids, v_not_before);
  end if;
end
$$;
comment on function crm.queue_profile_pushes(uuid, uuid[]) is
  'Queues what is to be said about customers at HousecallPro, in the transaction that changed it: for those linked of whom there is or was something to say; one waits for each.';
