create or replace function api.wake_crm_inbox()
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return queue.wake('crm_inbox');
end
$$;
comment on function api.wake_crm_inbox() is
  'Sees to it that events of a CRM which were committed before this call are worked on: a job waits for them afterwards. Call it once an event is acknowledged; a call that never comes is made up for by the queue''s own schedule. Whether the job is a new one.';
