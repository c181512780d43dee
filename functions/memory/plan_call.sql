create or replace function memory.plan_call(
  p_location_id uuid, p_from text, p_call jsonb, out plan text, out reason text, out number text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_calls jsonb;
  v_outside text;
  v_is_open constant boolean := tenancy.is_open(p_location_id);
begin
  select coalesce(t.settings -> 'calls', '{}') into v_calls from tenancy.tenants as t where t.id = tenancy.current_tenant();
  v_outside := coalesce(v_calls ->> 'outsideHours', 'voicemail');
  number := memory.transfer_number(p_location_id, p_from, p_call -> 'channelState');
  reason := case
    when not v_is_open and v_outside <> 'assistant' then 'closed'
    when p_call -> 'canStream' is distinct from 'true' or v_calls -> 'assistant' = 'false' then 'voice_off'
    when ai.budget_level(tenancy.current_tenant()) is not distinct from 'hard' then 'budget'
    when (select c.model is null from ai.plan_call(p_call -> 'providers') as c) then 'no_model'
  end;
  plan := case
    when reason is null then 'stream'
    when number is not null and (v_is_open or v_outside <> 'voicemail') then 'dial'
    else 'voicemail'
  end;
end
$$;
comment on function memory.plan_call(uuid, text, jsonb) is
  'What a call meets: stream (the assistant answers), dial (number is called) or voicemail, and why no assistant: closed (outside hours, which the setting calls.outsideHours decides), voice_off, budget (the tenant''s is used up), no_model. p_from is null where the caller showed no number; p_call as api.receive_call has it.';
