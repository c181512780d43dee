create or replace function memory.wants_transfer(p_text text)
returns boolean
language plpgsql
stable
strict
set search_path = ''
as $$
begin
  -- Callers talk to somebody all the time: it takes the word for a person as well.
  return 'person_please' = any ((ai.read_message(p_text)).intents)
    and memory.plain_words(p_text) ~ '\m(person|people|human|somebody|someone|manager|owner|representative|rep|operator|agent|office|receptionist|boss)\M';
end
$$;
comment on function memory.wants_transfer(text) is 'Whether a caller asks to be put through to a person, by the intents that replies know and a word for one.';
