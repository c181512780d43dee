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
    perform crm.enqueue_event(p_event_id);
  end if;
  return v_report;
end
$$;
comment on function api.process_crm_inbox(uuid, uuid) is
  'Applies what waits of one record of HousecallPro for the first time (api.list_crm_inbox), as api.process_housecall_event does and answers it; what fails has a job of its own afterwards (queue housecall_event), which tries it again.';
