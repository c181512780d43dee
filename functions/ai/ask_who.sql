create or replace function ai.ask_who(p_subject text, p_channel text)
returns text
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
  return case p_channel
    when 'web' then format(
      'I can''t see %s here before I know who you are. Verify your phone number above, or tell us your name and address: I''ve asked the office to check.',
      p_subject
    )
    else format(
      'I don''t see %s under this number. What name and address should we look under? I''ve asked the office to check.', p_subject
    )
  end;
end
$$;
comment on function ai.ask_who(text, text) is
  'What somebody is told on a channel about whom nothing is known: plainly so, and asked for what would tell who they are.';
