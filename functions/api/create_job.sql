create or replace function api.create_job(
  p_tenant_id uuid, p_customer_id uuid, p_job jsonb, p_conversation_id uuid default null, p_idempotency_key text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_result jsonb;
  v_address_id uuid := (p_job ->> 'addressId')::uuid;
  v_addresses uuid[];
  v_job_id uuid;
  v_item_ids uuid[];
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_result := ai.begin_tool_call('create_job', p_idempotency_key, jsonb_build_array(p_customer_id, p_job));
  if v_result is not null then
    return v_result;
  elsif coalesce(p_job ->> 'description', '') !~ '\S' or length(p_job ->> 'description') > 4000 then
    raise exception 'a job without a description' using errcode = 'RP003', hint = 'Say in 1 to 4000 characters what is to be done.';
  elsif p_conversation_id is not null and p_job ? 'scheduledStart' then
    raise exception 'a reply sets no date' using errcode = 'RP005', constraint = 'office_schedules',
      hint = 'Create the job without a date; the office schedules it.';
  end if;
  v_customer_id := context.hold_customer(p_customer_id);

  v_addresses := array(
    select a.id from context.customer_addresses as a
    where a.tenant_id = p_tenant_id and a.customer_id = v_customer_id and (a.id = v_address_id or v_address_id is null and a.type = 'service')
    order by a.created_at, a.id
  );
  if v_address_id is not null and v_addresses = '{}' then
    raise exception 'no such address of this customer' using errcode = 'RP001';
  elsif cardinality(v_addresses) = 1 then
    v_address_id := v_addresses[1];
  end if;

  insert into context.customer_job_history (
    tenant_id, customer_id, address_id, location_id, service_type, description, scheduled_start, scheduled_end,
    arrival_window_minutes, work_status, technician_name, lead_source
  )
  values (
    p_tenant_id, v_customer_id, v_address_id,
    (select c.location_id from memory.conversations as c where c.tenant_id = p_tenant_id and c.id = p_conversation_id),
    nullif(btrim(p_job ->> 'serviceType'), ''), p_job ->> 'description', (p_job ->> 'scheduledStart')::timestamptz,
    (p_job ->> 'scheduledEnd')::timestamptz, (p_job ->> 'arrivalWindowMinutes')::smallint,
    case when p_job ? 'scheduledStart' then 'scheduled' else 'needs_scheduling' end,
    nullif(btrim(p_job ->> 'technicianName'), ''), nullif(btrim(p_job ->> 'leadSource'), '')
  )
  returning id into v_job_id;
  v_item_ids := context.add_job_items(v_job_id, coalesce(p_job -> 'items', '[]'));
  return ai.end_tool_call(p_idempotency_key, v_customer_id, jsonb_build_object(
    'customerId', v_customer_id, 'jobId', v_job_id, 'addressId', v_address_id, 'itemIds', to_jsonb(v_item_ids),
    'status', case when p_job ? 'scheduledStart' then 'scheduled' else 'needs_scheduling' end,
    'crm', crm.queue_job_push(v_job_id)
  ));
end
$$;
comment on function api.create_job(uuid, uuid, jsonb, uuid, text) is
  'Makes a job of ours: {customerId, jobId, addressId|null, itemIds, status: needs_scheduling | scheduled, crm: queued | off | not_connected | not_linked | no_address}. p_job {description, addressId, serviceType, scheduledStart, scheduledEnd, arrivalWindowMinutes, technicianName, leadSource, items [{name, description, kind, quantity, unitPrice}]}; prices in US dollars; without addressId the one service address. With the setting pushJobs it goes to HousecallPro a minute later. p_conversation_id: the reply that makes it, which may set no date (RP005). RP001 unknown customer or address, RP003 no description, RP004 a key used for something else, RP006 erased, 23514 for a value.';
