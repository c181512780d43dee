create or replace function api.process_housecall_event(p_tenant_id uuid, p_event_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return crm.apply_events(p_event_id);
end
$$;
comment on function api.process_housecall_event(uuid, uuid) is
  'Applies every event of HousecallPro that waits and is about the same record as this one, in the order of their times: {resource: kind of the record, outcomes: how many by applied | unchanged | ignored | erased or the SQLSTATE of a failure, failures: [{eventId, name, code, reason (RP003: which fields) | null}]}. What failed stays and is tried again with the next call. An event that is gone, or done with, is none.';
