create or replace function context.say_channel(p_channel text)
returns text
language sql
immutable
strict
parallel safe
return case p_channel when 'sms' then 'text' when 'voice' then 'phone' when 'web' then 'web chat' else p_channel end;
comment on function context.say_channel(text) is 'What people call a channel.';
