create or replace function ai.normalize_message(p_text text)
returns text
language plpgsql
stable
strict
set search_path = ''
as $$
begin
  return (
    select coalesce(btrim(regexp_replace(
      string_agg(coalesce(known.means, near.means, t.token), ' ' order by t.position), ' +', ' ', 'g'
    )), '')
    from regexp_split_to_table(
      ops.normalize_name(translate(
        -- A thumb, folded hands or a heart is a thank-you.
        regexp_replace(left(p_text, 1000), '[👍🙏❤💯]', ' thanks ', 'g'), '''’‘`´', ''
      )), ' +'
    ) with ordinality as t (token, position)
    left join ai.words as known on known.word = t.token
    left join lateral (
      select w.means
      from ai.words as w
      where known.word is null
        and length(t.token) between 5 and 20
        and length(w.word) >= 5
        and left(w.word, 1) = left(t.token, 1)
        and extensions.levenshtein_less_equal(t.token, w.word, 2) <= case when length(t.token) >= 8 then 2 else 1 end
      order by extensions.levenshtein_less_equal(t.token, w.word, 2), w.word
      limit 1
    ) as near on true
  );
end
$$;
comment on function ai.normalize_message(text) is
  'A message as intent patterns read it: lower case, without accents or punctuation, each word as ai.words reads it, misspelt ones (one letter, two from eight letters on) as their nearest neighbour there.';
