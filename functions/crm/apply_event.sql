create or replace function crm.apply_event(p_event crm.webhook_events)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_event crm.event_subject;
  v_record jsonb;
  v_records jsonb;
  v_phones jsonb := coalesce(p_event.phones, '{}');
  v_report jsonb;
begin
  v_event := crm.read_event(p_event.payload);
  v_record := p_event.payload -> v_event.kind;
  v_records := jsonb_build_array(v_record);
  if v_event.name = any (array['customer.deleted', 'job.deleted', 'estimate.deleted', 'lead.deleted']) then
    perform crm.mark_deleted(
      v_event.kind, array[v_event.id], coalesce(crm.read_time(v_record -> 'deleted_at'), p_event.occurred_at)
    );
    return 'applied';
  end if;
  case v_event.kind
    when 'customer' then
      v_report := crm.ingest_customers(array(
        select r from crm.read_customers(v_records, v_phones, p_event.occurred_at, false) as r
      ));
    when 'job' then
      v_report := crm.ingest_jobs(array(select r from crm.read_jobs(v_records, p_event.occurred_at) as r), v_phones, true);
    when 'estimate' then
      v_report := crm.ingest_estimates(v_records, v_phones, p_event.occurred_at);
    when 'lead' then
      v_report := crm.ingest_leads(v_records, v_phones, p_event.occurred_at);
    when 'invoice' then
      v_report := crm.ingest_invoices(v_records, p_event.occurred_at);
    when 'employee' then
      v_report := crm.ingest_employees(v_records, p_event.occurred_at);
    when 'appointment' then
      v_report := crm.ingest_appointments(jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'job_id', coalesce(p_event.payload -> 'job' -> 'id', p_event.payload -> 'job_id'),
        'is_discarded', v_event.name like '%\_discarded'
      )) || v_record), p_event.occurred_at);
    else
      return 'ignored';
  end case;
  if v_report -> 'problems' <> '[]' then
    raise exception '%', v_report #>> '{problems,0,reason}' using errcode = 'RP003';
  end if;
  return case
    when (v_report ->> 'erased')::integer > 0 then 'erased'
    when v_report ->> 'older' = '1' or v_report ->> 'untouched' = '1' or v_report ->> 'written' = '0'
      then 'unchanged'
    else 'applied'
  end;
end
$$;
comment on function crm.apply_event(crm.webhook_events) is
  'Applies one event of HousecallPro: applied, unchanged (nothing newer), ignored (nothing here has a place for it), erased (about an erased customer). RP003 for a record that cannot be read, with the fields.';
