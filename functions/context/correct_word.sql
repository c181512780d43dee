create or replace function context.correct_word(p_word text)
returns text
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_stem text := context.stem_word(p_word);
  v_word text;
begin
  if exists (select from context.note_vocabulary as v where v.word = v_stem) then
    return v_stem;
  elsif length(p_word) not between 5 and 20 or exists (select from context.token_words as t where t.word in (p_word, v_stem)) then
    return null;
  end if;

  select v.word into v_word
  from context.note_vocabulary as v
  cross join lateral (select extensions.levenshtein_less_equal(v_stem, v.word, 2) as slips) as d
  where v.forgives > 0 and left(v.word, 1) = left(v_stem, 1) and length(v.word) between length(v_stem) - 2 and length(v_stem) + 2
    and (
      -- A letter left out or doubled; another letter in a longer word, where it hardly makes a third; two letters swapped.
      d.slips = 1 and length(v.word) >= 6 and (length(v.word) <> length(v_stem) or v.forgives = 2 and length(v.word) >= 7)
      or d.slips = 2 and v.forgives = 2 and length(v.word) >= 9 and left(v.word, 3) = left(v_stem, 3)
      or d.slips = 2 and length(v.word) = length(v_stem) and v.letters = (
        select string_agg(c.letter, '' order by c.letter) from string_to_table(v_stem, null) as c (letter)
      )
    )
  order by d.slips, length(v.word) desc, v.word
  limit 1;
  return v_word;
end
$$;
comment on function context.correct_word(text) is
  'The word of context.note_vocabulary that a word in lower case is: its stem, or for longer ones a word one slip away (two in long words, or two letters swapped). Null when it is none, or an ordinary English word.';
