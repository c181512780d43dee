create or replace function memory.own_words(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  -- Only mail and what copies it: whoever types such a line in a text message quotes as well.
  c_head constant text := '(?:^|\n)[ \t]*(?:on [^\n]{4,200}\mwrote:|-{2,} ?(?:original|forwarded) message ?-{2,}|begin forwarded message:|from: [^\n]+\n(?:sent|date|to):)';
  v_at integer := regexp_instr(p_text, c_head, 1, 1, 0, 'i');
  v_rest text;
begin
  v_rest := case when v_at > 0 then left(p_text, v_at - 1) else p_text end;
  -- A reply under the quoted lines is theirs again.
  if v_at > 0 then
    v_rest := v_rest || E'\n' || coalesce(substring(substr(p_text, v_at) from '(?n)(?:^>[^\n]*\n)+((?:(?!>).*\n?)*)$'), '');
  end if;
  return btrim(regexp_replace(v_rest, '(^|\n)[ \t]*>[^\n]*', '\1', 'g'), E' \n\t\r');
end
$$;
comment on function memory.own_words(text) is
  'A message without what it quotes: lines that begin with >, and what follows "On … wrote:" or the head of a forwarded mail, but for what stands below the quoted lines.';
