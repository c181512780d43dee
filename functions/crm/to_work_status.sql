create or replace function crm.to_work_status(p_status text)
returns text
language sql
immutable
parallel safe
return case replace(lower(p_status), '_', ' ')
  when 'needs scheduling' then 'needs_scheduling'
  when 'unscheduled' then 'needs_scheduling'
  when 'scheduled' then 'scheduled'
  when 'in progress' then 'in_progress'
  when 'complete rated' then 'completed'
  when 'complete unrated' then 'completed'
  when 'completed' then 'completed'
  when 'complete' then 'completed'
  when 'user canceled' then 'canceled'
  when 'pro canceled' then 'canceled'
  when 'canceled' then 'canceled'
end;
comment on function crm.to_work_status(text) is
  'HousecallPro''s two vocabularies of work_status, the one of its filters and the one of its answers, as ours; null for an unknown one.';
