create or replace function crm.read_event(p_event jsonb, out name text, out kind text, out id text, out occurred_at timestamptz)
returns record
language plpgsql
stable
set search_path = ''
as $$
declare
  c_kinds constant text[] := array['customer', 'job', 'estimate', 'invoice', 'lead', 'employee', 'appointment'];
  v_subject text;
begin
  name := left(coalesce(crm.read_text(p_event -> 'event'), ''), 100);
  v_subject := split_part(name, '.', 1);
  -- A visit's event is named after its job and carries the visit; otherwise the name tells what is inside.
  kind := case
    when name like 'job.appointment.%' and jsonb_typeof(p_event -> 'appointment') = 'object' then 'appointment'
    when v_subject = any (c_kinds) and jsonb_typeof(p_event -> v_subject) = 'object' then v_subject
    when jsonb_typeof(p_event -> 'job') = 'object' then 'job'
    when jsonb_typeof(p_event -> 'customer') = 'object' then 'customer'
    when jsonb_typeof(p_event -> 'estimate') = 'object' then 'estimate'
    when jsonb_typeof(p_event -> 'invoice') = 'object' then 'invoice'
    when jsonb_typeof(p_event -> 'lead') = 'object' then 'lead'
    when jsonb_typeof(p_event -> 'employee') = 'object' then 'employee'
  end;
  id := left(crm.read_text(p_event -> kind -> 'id'), 200);
  occurred_at := coalesce(crm.read_time(p_event -> 'event_occurred_at'), ops.now());
end
$$;
comment on function crm.read_event(jsonb) is
  'What an event of HousecallPro is about: its name, the kind and id of the record in it (null when there is none that we know), when it happened (now when it does not say).';
