create or replace function identity.name_likeness(p_name text, p_word text)
returns real
language sql
immutable
strict
parallel safe
return case
  when p_name = p_word then 1
  -- A word of everyday talk is itself, not a name misspelt: the well is not Will, nor a flood Floyd.
  when to_tsvector('pg_catalog.english', p_word) = ''
    or p_word = any ('{flood,leak,drain,drip,pool,pull,pipe,pump,heat,heater,cold,sink,tank,toilet,boil,boiler,bill,book,call,job,lake}') then 0
  -- Short forms: Dan for Daniel.
  when length(p_word) >= 3 and starts_with(p_name, p_word) then 0.7
  -- Short names lose their trigrams to a single slip ("jonh", "maris"): the same sound, or one letter of five or more.
  when least(length(p_name), length(p_word)) >= 3 and greatest(length(p_name), length(p_word)) <= 100 and (
    extensions.levenshtein_less_equal(p_word, p_name, 1) <= 1
    and (least(length(p_name), length(p_word)) >= 5 or extensions.dmetaphone(p_word) = extensions.dmetaphone(p_name))
    or least(length(p_name), length(p_word)) >= 4
    and extensions.levenshtein_less_equal(p_word, p_name, 2) <= 2 and extensions.dmetaphone(p_word) = extensions.dmetaphone(p_name)
  ) then greatest(0.7, extensions.similarity(p_name, p_word))
  else extensions.similarity(p_name, p_word)
end;
comment on function identity.name_likeness(text, text) is
  'How surely a word is a name, both normalised (ops.normalize_name), 0 to 1: trigram likeness, a short form, the same sound, or one letter off.';
