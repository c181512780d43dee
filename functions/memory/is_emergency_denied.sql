create or replace function memory.is_emergency_denied(p_before text, p_within text, p_after text)
returns boolean
language sql
immutable
strict
parallel safe
-- A denial counts only when nothing but small words stand between it and the emergency: "not at home, water is flooding"
-- must not read as "not flooding". Missing an emergency is far worse than one text too many.
return
  p_before ~ '\m(no|not|never|isnt|arent|aint|wasnt|werent|dont|doesnt|didnt|hasnt|havent|wont|without|cant|cannot|couldnt|nor|neither|zero|false|stopped|quit|nothing)( (a|an|any|the|actual|actually|active|actively|really|currently|longer|more|sign|signs|evidence|of|or|is|was|been|be|have|had|has|having|got|smell|smells|smelling|see|seeing|notice|hear|detect|find|leak|leaks|leaking|gas|water|flood|flooding|floods|burst|smoke|like|such|it|there|that|getting|to|do))*$'
  or p_within ~ '\m(not|isnt|arent|aint|wasnt|werent|doesnt|didnt|hasnt|havent|never|stopped)\M(?! (stop|stopped|stopping|sure|only)\M)'
  or p_after ~ '^((in|at|from|under|near|by) (the |my |our )?\w+ )?(is |are |was |has been |have been |has |have |got |now |all |finally |already |just )+(gone|stopped|fixed|resolved|repaired|over(?! (the|my|our|his|her|their|a|this|that|it|everything)\M)|cleared|handled|under control|taken care of)\M'
  or p_after ~ '^((in|at|from|under|near|by) (the |my |our )?\w+ )?(stopped|is no longer|went away|was a false alarm|turned out to be nothing)\M(?! working\M)';
comment on function memory.is_emergency_denied(text, text, text) is
  'Whether the words of a clause before, inside and after an emergency phrase deny it ("no sign of a gas leak", "the pipe did not burst", "the flooding has stopped"). All three as memory.plain_words gives them.';
