create or replace function ai.answer_emergency(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_text text := ai.normalize_message(concat_ws(' ', p_conversation.urgent_phrase, p_text));
begin
  needs_person := true;
  body := concat_ws(' ',
    case
      when v_text ~ '\m(gas|rotten|carbon monoxide|co (detector|alarm))\M' then
        'Leave the building now, touch no switches, and call 911 or your gas company from outside.'
      when v_text ~ '\m(spark|sparks|sparking|fire|smoke|burning)\M' then
        'If there is fire or smoke, get out and call 911. If it is safe, switch the power off at the breaker.'
      when v_text ~ '\m(sewage|sewer|septic|toilet|toilets|drain|drains)\M' then
        'Stop using water in the building; for a toilet, turn the valve behind it clockwise. Keep clear of the water.'
      when v_text ~ '\m(water|pipe|pipes|flooding|leak|leaking|burst|ceiling|hose|tank)\M' then
        'If you can do it safely, shut off the main water valve, and stay clear of water near outlets.'
      when v_text ~ '\m(heat|heating|furnace|boiler|freezing|cold)\M' then
        'Keep everyone warm in one room and never heat with an oven or grill. If anyone is at risk, call 911.'
      else 'If anyone is in danger, call 911 first.'
    end,
    ai.say_alert(p_conversation),
    case when p_conversation.customer_id is null or not exists (
      select from context.customer_addresses as a
      where a.tenant_id = p_conversation.tenant_id and a.customer_id = p_conversation.customer_id
    ) then 'What''s the address?' end
  );
end
$$;
comment on function ai.answer_emergency(memory.conversations, text) is
  'Safety first, by the kind of danger, then who was told: the on-call technician only if an alert is really under way. No arrival is promised.';
