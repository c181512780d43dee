create or replace function intake.read_role(p_actor text)
returns text
language sql
immutable
parallel safe
return case lower(btrim(p_actor))
  when 'customer' then 'customer'
  when 'user' then 'customer'
  when 'agent' then 'assistant'
  when 'assistant' then 'assistant'
  when 'staff' then 'staff'
  when 'system' then 'system'
  when 'tool' then 'tool'
end;
comment on function intake.read_role(text) is
  'Who speaks, by the actor of a row of an audit log (conversation-backfill.md, role mapping); null for an actor that is not known.';
