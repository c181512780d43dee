create or replace function context.flatten_text(p_text text, p_max_characters integer)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  -- Far more than is kept, so that no text is worth an attack by its length.
  v_text text := left(p_text, p_max_characters * 4 + 200);
begin
  -- Ordinary words, which most texts are, pass everything below unchanged.
  if v_text ~ '^[A-Za-z][a-zA-Z0-9 .,:;!?''"()/&$%#@+-]*$' and position('  ' in v_text) = 0 then
    v_text := rtrim(v_text);
    return case when length(v_text) > p_max_characters then rtrim(left(v_text, p_max_characters - 1)) || '…' else v_text end;
  end if;

  -- Soft hyphen, zero-width, directional, variation and tag characters: they hide text from people, not from models.
  v_text := regexp_replace(
    v_text,
    '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\U000e0000-\U000e0fff]',
    '', 'g'
  );
  v_text := regexp_replace(v_text, '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', 'g');
  -- Code fences and the control tokens of chat formats.
  v_text := replace(replace(translate(v_text, '`', ''''), '<|', '< |'), '|>', '| >');
  -- What a line of Markdown could begin with: heading, list, quote, rule, table, fence, tag.
  v_text := regexp_replace(v_text, '^(?:[-#>*+=~|<_:\\[ ]+|[0-9]{1,9}[.)](?= ))+', '');
  v_text := btrim(v_text);
  if length(v_text) > p_max_characters then
    v_text := rtrim(left(v_text, p_max_characters - 1)) || '…';
  end if;
  return nullif(v_text, '');
end
$$;
comment on function context.flatten_text(text, integer) is
  'Outside text as one harmless line of at most p_max_characters, ended by … when cut: no line breaks, control, invisible or directional characters, nothing that would begin a heading, list, quote or fence. Null when nothing is left.';
