create or replace function ai.settle_text(
  p_conversation memory.conversations, p_text text, p_provider text, p_longest integer, out body text, out wants_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
begin
  wants_person := p_provider <> 'local' and p_text ~ '\[\[PERSON\]\]';
  body := ai.tidy_reply(regexp_replace(p_text, '\s*\[\[PERSON\]\]\s*', E'\n', 'g'), p_longest);
  if body = '' and wants_person then
    body := ai.say_handover(p_conversation);
  elsif coalesce(body, '') = '' then
    raise exception 'the reply holds no text' using errcode = 'RP003';
  end if;
end
$$;
comment on function ai.settle_text(memory.conversations, text, text, integer) is
  'What is sent of what somebody wrote as a reply, at most p_longest characters, and whether a model asked for a person by [[PERSON]], which is taken out; that alone becomes the handover''s words. RP003: no text.';
