create or replace function context.count_tokens_at_most(p_text text)
returns integer
language plpgsql
stable
strict
parallel safe
set search_path = ''
as $$
declare
  -- What touches a character outside printable ASCII, or follows an apostrophe, is priced by its bytes.
  v_ascii text := regexp_replace(p_text, '(?<=[A-Za-z])''[A-Za-z]+', '', 'g');
  v_bytes integer;
  v_words integer;
begin
  v_ascii := regexp_replace(v_ascii, '[A-Za-z0-9]*(?:[^\n -~]+[A-Za-z0-9]*)+', E'\n', 'g');
  v_bytes := octet_length(p_text) - octet_length(v_ascii);
  if v_bytes > 0 then
    -- Accented Latin-1 letters and typographic marks are single tokens however they are joined.
    v_bytes := v_bytes
      - regexp_count(p_text, '[\u00c0-\u00d6\u00d8-\u00ff]')
      - 2 * regexp_count(p_text, '[\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]');
  end if;

  -- Byte pair encoding ends when no two neighbours can merge, so two single letters stay side by side only where the
  -- vocabulary lacks their pair: a run of n characters with k such pairs has at most k + (2(n - k) + 1) / 3 tokens.
  select coalesce(sum(coalesce(k.tokens, r.pairs + (2 * (length(k.word) + 1 - r.pairs) + 1) / 3)), 0) into v_words
  from (
    -- A look-up for each word, kept apart by the offset: joined, a short line would pay for reading the whole table.
    select w.word, (select t.tokens from context.token_words as t where t.word = w.word) as tokens
    from string_to_table(regexp_replace(v_ascii, '[^A-Za-z]+', ' ', 'g'), ' ') as w (word)
    where w.word <> ''
    offset 0
  ) as k
  cross join lateral (
    select case when k.tokens is null then regexp_count(k.word, concat(
      '[A-Za-z](?=[A-Z])|[A-Z](?=[a-z])|b(?=q)|g(?=[kq])|j(?=[vz])|k(?=[qz])|l(?=q)|n(?=q)|q(?=[fgjkqvz])|r(?=j)',
      '|t(?=q)|w(?=q)|x(?=[gjkqvw])|y(?=q)|z(?=[jqv])'
    )) end as pairs
  ) as r;

  return v_bytes + v_words
    + regexp_count(v_ascii, '[0-9]{1,3}')
    + length(regexp_replace(v_ascii, '[A-Za-z0-9 ]+', '', 'g'))
    -- Any other space is part of the token after it.
    + regexp_count(v_ascii, ' (?=[0-9 \n]|$)');
end
$$;
comment on function context.count_tokens_at_most(text) is
  'An upper bound of the o200k_base tokens of a text: never less than the tokenizer counts, whatever the text, and close for English prose. Texts cut at line ends may be priced apart and added.';
