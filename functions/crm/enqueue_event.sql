create or replace function crm.enqueue_event(p_event_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  perform queue.enqueue(
    'housecall_event', jsonb_build_object('tenantId', v_tenant_id, 'eventId', e.id), null, v_tenant_id || ' ' || e.resource
  )
  from crm.webhook_events as e
  where e.tenant_id = v_tenant_id and e.id = p_event_id;
end
$$;
comment on function crm.enqueue_event(uuid) is
  'Gives the record that this event of HousecallPro is about a job of its own (queue housecall_event), which is tried again for as long as it is worth it, and ends in the dead letters.';
