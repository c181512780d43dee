create or replace function ai.tidy_reply(p_text text, p_max_characters integer)
returns text
language plpgsql
immutable
strict
set search_path = ''
as $$
declare
  -- Typographic quotes and dashes would turn a text message into UCS-2, at 70 characters a segment instead of 160.
  v_text text := translate(p_text, '’‘“”–—‑…' || chr(160), '''''""---. ');
  v_sentence text;
begin
  v_text := regexp_replace(v_text, '\*\*|__|```|^#+ ', '', 'gn');
  v_text := regexp_replace(v_text, '[\u0001-\u0009\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]', '', 'g');
  v_text := btrim(regexp_replace(regexp_replace(v_text, '[ \t]*\n[ \t]*', E'\n', 'g'), '\n{3,}', E'\n\n', 'g'), E' \n');
  if length(v_text) <= p_max_characters then
    return v_text;
  end if;
  v_sentence := substring(left(v_text, p_max_characters + 1) from '^(.*[.!?])\s');
  if length(v_sentence) >= p_max_characters / 3 then
    return v_sentence;
  end if;
  return regexp_replace(left(v_text, p_max_characters - 3), '\s+\S*$', '') || '...';
end
$$;
comment on function ai.tidy_reply(text, integer) is
  'A reply as it may be sent: without control characters and markdown, plain quotes and dashes, no longer than allowed, cut after a sentence where one ends, else after a word.';
