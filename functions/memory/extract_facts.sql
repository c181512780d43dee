create or replace function memory.extract_facts(p_text text, p_said_at timestamptz)
returns table (kind text, slot text, value text, quote text, confidence numeric)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return query
  select f.kind, f.slot, f.value, f.quote, f.confidence from memory.read_facts(array[p_text], array[p_said_at]) as f;
end
$$;
comment on function memory.extract_facts(text, timestamptz) is
  'What a message of a customer tells about themselves, by memory.fact_rules: at most one value a slot, with the words that say it. Nothing out of questions, suppositions, quoted history, or about somebody else.';
