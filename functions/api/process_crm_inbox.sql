create or replace function api.process_crm_inbox(p_tenant_id uuid, p_event_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
declare
  v_report jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_report := crm.apply_events(p_event_id);
  if v_report -> 'failures' <> '[]' then
    -- A job of its own for the record, which the queue tries again for as long as it is worth it.
    perform queue.enqueue(
      'housecall_event', jsonb_build_object('tenantId', p_tenant_id, 'eventId', e.id), null, p_tenant_id || ' ' || e.resource
    )
    from crm.webhook_events as e
    where e.tenant_id = p_tenant_id and e.id = p_event_id;
  end if;
  return v_report;
end
$$;
comment on function api.process_crm_inbox(uuid, uuid) is
  'Applies what waits of one record of HousecallPro for the first time (api.list_crm_inbox), as api.process_housecall_event does and answers it; what fails has a job of its own afterwards (queue housecall_event), which tries it again.';
