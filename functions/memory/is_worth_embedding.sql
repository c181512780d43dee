create or replace function memory.is_worth_embedding(p_message memory.messages)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  c_shortest constant integer := 8;
  -- One-word commands ("unsubscribe") are shorter.
  c_longest_keyword constant integer := 20;
  v_body constant text := btrim(p_message.body);
begin
  return not p_message.is_secret and p_message.role not in ('system', 'tool')
    and p_message.written_by is distinct from 'local/identity_question'
    -- "ok" and "yes" say nothing that a search could look for; a script without spaces says much in a few signs.
    and (length(v_body) >= c_shortest or length(v_body) >= 3 and memory.has_dense_script(v_body))
    and v_body ~ '[[:alpha:]]'
    and (length(v_body) > c_longest_keyword or p_message.direction = 'outbound' or not exists (
      select from outreach.consent_keywords as k where k.word = memory.plain_words(v_body)
    ));
end
$$;
comment on function memory.is_worth_embedding(memory.messages) is
  'Whether a message is worth a vector: 8 characters or more (3 of a script without spaces) with a letter among them, and neither a one-time code nor a word that acts (STOP, HELP ...) nor a notice that we send by ourselves.';
