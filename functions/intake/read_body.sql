create or replace function intake.read_body(p_payload jsonb, p_action text)
returns text
language plpgsql
immutable
parallel safe
security invoker
set search_path = ''
as $$
begin
  case jsonb_typeof(p_payload)
    when 'object' then
      -- One expression after the other: a statement for each row of a log would be most of the cost.
      if jsonb_typeof(p_payload -> 'text') in ('string', 'number') and p_payload ->> 'text' ~ '\S' then
        return p_payload ->> 'text';
      elsif jsonb_typeof(p_payload -> 'message') in ('string', 'number') and p_payload ->> 'message' ~ '\S' then
        return p_payload ->> 'message';
      elsif jsonb_typeof(p_payload -> 'content') in ('string', 'number') and p_payload ->> 'content' ~ '\S' then
        return p_payload ->> 'content';
      elsif jsonb_typeof(p_payload -> 'body') in ('string', 'number') and p_payload ->> 'body' ~ '\S'
        and regexp_replace(lower(p_action), '[^a-z]+', '_', 'g') in ('message_sent', 'message_received')
      then
        return p_payload ->> 'body';
      end if;
      return case when exists (
        select from jsonb_each(p_payload) as f where f.value not in ('null', '{}', '[]') and f.value #>> '{}' ~ '\S'
      ) then intake.compact_json(p_payload) end;
    when 'array' then
      return case when p_payload <> '[]' then intake.compact_json(p_payload) end;
    when 'string', 'number' then
      return case when p_payload #>> '{}' ~ '\S' then p_payload #>> '{}' end;
    else
      return null;
  end case;
end
$$;
comment on function intake.read_body(jsonb, text) is
  'What was said in a row of an audit log (conversation-backfill.md, text extraction): text, message, content, of a message that was sent or received body, else the payload as JSON of at most 1,000 characters; null where it says nothing. A payload that is a text is the text.';
