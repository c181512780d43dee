create or replace function identity.name_likeness(p_name text, p_text text)
returns real
language sql
immutable
strict
parallel safe
return greatest(
  extensions.strict_word_similarity(p_name, p_text),
  -- Short names lose their trigrams to a single slip ("jonh"): one that sounds the same two letters away counts.
  (
    select 0.7::real
    from regexp_split_to_table(p_text, ' ') as word
    where length(p_name) >= 4 and length(word) between length(p_name) - 1 and length(p_name) + 1
      and extensions.levenshtein(word, p_name) <= 2
      and extensions.dmetaphone(word) = extensions.dmetaphone(p_name)
    limit 1
  )
);
comment on function identity.name_likeness(text, text) is
  'How surely a normalised text (ops.normalize_name) names somebody, 0 to 1: trigram likeness with a word of it, or the same sound two letters away.';
