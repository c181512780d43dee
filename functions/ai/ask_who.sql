create or replace function ai.ask_who(p_subject text)
returns text
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
  return format(
    'I don''t see %s under this number. What name and address should we look under? I''ve asked the office to check.', p_subject
  );
end
$$;
comment on function ai.ask_who(text) is
  'What somebody is told about whom nothing is known: plainly so, and asked for name and address.';
