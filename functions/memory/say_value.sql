create or replace function memory.say_value(p_slot text, p_reads_as text, p_value text)
returns text
language sql
immutable
parallel safe
return case
  when p_slot = 'preferred_channel' and p_value = 'sms' then 'text message'
  when p_slot = 'preferred_channel' and p_value = 'call' then 'phone'
  when p_reads_as in ('name', 'make') or p_slot = 'language' then initcap(p_value)
  when p_reads_as = 'choice' then replace(p_value, '_', ' ')
  else p_value
end;
comment on function memory.say_value(text, text, text) is 'A fact''s value as a sentence holds it.';
