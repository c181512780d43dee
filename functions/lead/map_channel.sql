create or replace function lead.map_channel(p_name text)
returns text
language sql
immutable
parallel safe
return case regexp_replace(lower(coalesce(p_name, '')), '[^a-z]+', '', 'g')
  when 'sms' then 'sms'
  when 'mms' then 'sms'
  when 'text' then 'sms'
  when 'textmessage' then 'sms'
  when 'voice' then 'voice'
  when 'phone' then 'voice'
  when 'call' then 'voice'
  when 'email' then 'email'
  when 'mcp' then 'mcp'
  else 'web'
end;
comment on function lead.map_channel(text) is
  'Our channel for what another system calls one; messengers, forms and chats, and what is not known, are web.';
