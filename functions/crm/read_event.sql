create or replace function crm.read_event(p_event jsonb)
returns table (name text, kind text, id text, occurred_at timestamptz, record jsonb)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select n.name, k.kind, left(crm.read_text(p_event -> k.kind -> 'id'), 200),
    coalesce(crm.read_time(p_event -> 'event_occurred_at'), ops.now()), p_event -> k.kind
  from (select left(coalesce(crm.read_text(p_event -> 'event'), ''), 100) as name) as n
  left join lateral (
    -- A visit's event is named after its job and carries the visit; otherwise the name tells what is inside.
    select w.kind
    from unnest(array['appointment', split_part(n.name, '.', 1), 'job', 'customer', 'estimate', 'invoice', 'lead', 'employee'])
      with ordinality as w (kind, place)
    where jsonb_typeof(p_event -> w.kind) = 'object'
      and w.kind = any (array['customer', 'job', 'estimate', 'invoice', 'lead', 'employee', 'appointment'])
      and (w.place > 1 or n.name like 'job.appointment.%')
    order by w.place
    limit 1
  ) as k on true;
end
$$;
comment on function crm.read_event(jsonb) is
  'What an event of HousecallPro is about: its name, the kind and id of the record in it (null when there is none that we know), when it happened (now when it does not say), the record.';
