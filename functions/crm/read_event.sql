create or replace function crm.read_event(p_event jsonb)
returns crm.event_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  c_kinds constant text[] := array['customer', 'job', 'estimate', 'invoice', 'lead', 'employee', 'appointment'];
  v_name constant text := left(coalesce(crm.read_text(p_event -> 'event'), ''), 100);
  v_about constant text := split_part(v_name, '.', 1);
  v_kind text;
begin
  v_kind := case
    -- A visit's event is named after its job and carries the visit; otherwise the name tells what is inside.
    when v_name like 'job.appointment.%' and jsonb_typeof(p_event -> 'appointment') = 'object' then 'appointment'
    when v_about = any (c_kinds) and jsonb_typeof(p_event -> v_about) = 'object' then v_about
    when jsonb_typeof(p_event -> 'job') = 'object' then 'job'
    when jsonb_typeof(p_event -> 'customer') = 'object' then 'customer'
    when jsonb_typeof(p_event -> 'estimate') = 'object' then 'estimate'
    when jsonb_typeof(p_event -> 'invoice') = 'object' then 'invoice'
    when jsonb_typeof(p_event -> 'lead') = 'object' then 'lead'
    when jsonb_typeof(p_event -> 'employee') = 'object' then 'employee'
  end;
  return (
    v_name, v_kind, left(crm.read_text(p_event -> v_kind -> 'id'), 200),
    coalesce(crm.read_time(p_event -> 'event_occurred_at'), ops.now())
  );
end
$$;
comment on function crm.read_event(jsonb) is
  'What an event of HousecallPro is about. Its time is now when it does not say.';
