create or replace function api.attribute_call(p_actor text, p_request_id text)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform set_config('rapport.actor', coalesce(left(p_actor, 200), ''), true),
    set_config('rapport.request_id', coalesce(left(p_request_id, 100), ''), true);
  return true;
end
$$;
comment on function api.attribute_call(text, text) is
  'Says, for the rest of the transaction, whom changes are put down to in the audit log (key:<id>, webhook:<provider>, job:<queue>) and in which request or job. The typed calls of src/db put it in front of the call it is for, in one statement. Always true.';
