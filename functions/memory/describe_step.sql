create or replace function memory.describe_step(p_call memory.calls, p_action text, p_events text[], p_number text default null)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'action', p_action,
    'say', (
      select string_agg(memory.say_call(p_call.conversation_id, e.event), ' ' order by e.place)
      from unnest(p_events) with ordinality as e (event, place)
    ),
    'number', p_number,
    -- A person who is dialled sees who calls; a number that is not shown cannot be.
    'callerId', case when p_call.from_number is null then p_call.to_number end
  );
end
$$;
comment on function memory.describe_step(memory.calls, text, text[], text) is
  'What Twilio is to do next with a call: {action: dial | voicemail | hang_up, say: text | null, number: whom to dial | null, callerId: what the dialled person sees instead of the caller''s number | null}. p_events name the templates that are said, in order.';
