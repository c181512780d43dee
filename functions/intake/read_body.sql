create or replace function intake.read_body(p_payload jsonb, p_action text)
returns text
language plpgsql
immutable
parallel safe
security invoker
set search_path = ''
as $$
declare
  v_body text;
begin
  if jsonb_typeof(p_payload) in ('string', 'number') then
    return case when p_payload #>> '{}' ~ '\S' then p_payload #>> '{}' end;
  end if;
  select p_payload ->> n.name into v_body
  from (values (1, 'text'), (2, 'message'), (3, 'content'), (4, 'body')) as n (place, name)
  where jsonb_typeof(p_payload -> n.name) in ('string', 'number') and p_payload ->> n.name ~ '\S'
    and (n.name <> 'body' or regexp_replace(lower(p_action), '[^a-z]+', '_', 'g') in ('message_sent', 'message_received'))
  order by n.place
  limit 1;
  if found then
    return v_body;
  end if;
  return case
    when jsonb_typeof(p_payload) = 'object' and exists (
      select from jsonb_each(p_payload) as f where f.value not in ('null', '{}', '[]') and f.value #>> '{}' ~ '\S'
    ) or jsonb_typeof(p_payload) = 'array' and p_payload <> '[]'
      then intake.compact_json(p_payload)
  end;
end
$$;
comment on function intake.read_body(jsonb, text) is
  'What was said in a row of an audit log (conversation-backfill.md, text extraction): text, message, content, of a message that was sent or received body, else the payload as JSON of at most 1,000 characters; null where it says nothing. A payload that is a text is the text.';
