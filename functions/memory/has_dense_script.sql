create or replace function memory.has_dense_script(p_text text)
returns boolean
language sql
immutable
strict
parallel safe
return p_text ~ '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u2E80-\uA4CF\uAC00-\uD7AF\uF900-\uFAFF]';
comment on function memory.has_dense_script(text) is
  'Whether a text has letters of a script that writes words without spaces or glues particles to them (Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer).';
