create or replace function crm.notes_text(p_text text, p_max_characters integer)
returns text
language sql
immutable
parallel safe
-- What a page may hand back as an entity or strip would look like a person's change of our line.
return replace(translate(context.flatten_text(p_text, p_max_characters), '<>[]"', '()()'''), '&', 'and');
comment on function crm.notes_text(text, integer) is
  'Text for a line of our block in a customer''s notes: one line (context.flatten_text), without what other systems change on the way, and without brackets, so that it is never taken for a marker.';
