create or replace function context.quote_text(p_text text, p_max_characters integer)
returns text
language sql
immutable
parallel safe
return '"' || translate(context.flatten_text(p_text, p_max_characters), '"“”„«»', '''''''''''''''') || '"';
comment on function context.quote_text(text, integer) is
  'Words of a customer as quoted data for a prompt: context.flatten_text in quotation marks that the text cannot close. Null for no text.';
