create or replace function ai.embedding_input(p_body text)
returns text
language sql
immutable
strict
parallel safe
return case
  when octet_length(p_body) <= 8000 then p_body
  else left(p_body, greatest(8000 - (octet_length(p_body) - length(p_body)), 2000))
end;
comment on function ai.embedding_input(text) is
  'What is embedded of a text: at most 8,000 bytes, since OpenAI takes 8,192 tokens an input and no token is shorter than a byte.';
