create or replace function api.fail_crm_inbox(p_tenant_id uuid, p_event_id uuid, p_code text)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- Before the events, as it is for whoever applies them.
  perform crm.lock_intake();
  update crm.webhook_events as e
  set outcome = case when p_code ~ '^[0-9A-Z]{5}$' then p_code else 'XX000' end
  from crm.webhook_events as o
  where o.tenant_id = p_tenant_id and o.id = p_event_id
    and e.tenant_id = p_tenant_id and e.provider = o.provider and e.resource = o.resource and e.processed_at is null and e.outcome is null;
  get diagnostics v_count = row_count;
  if v_count > 0 then
    perform crm.enqueue_event(p_event_id);
  end if;
  return v_count;
end
$$;
comment on function api.fail_crm_inbox(uuid, uuid, text) is
  'Writes down that working on the events of one record of HousecallPro failed as a whole (api.process_crm_inbox raised, p_code is the SQLSTATE or whatever else is known): they are no longer listed, and have a job of their own (queue housecall_event), which tries them again and ends in the dead letters. Returns how many events; 0 when they were worked on meanwhile.';
