create or replace function context.read_warranty(p_text text, p_tags context.note_tag[])
returns integer
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return (
    select case when count(distinct y.number) = 1 then min(y.number) end::integer
    from unnest(p_tags) as y
    join unnest(p_tags) as w on w.role = 'thing' and w.value = 'warranty' and w.sentence = y.sentence and w.place - y.upto between 1 and 2
    where y.role = 'measure' and y.value = 'year' and y.number between 1 and 50 and y.number = trunc(y.number)
      and substr(p_text, y.starts, w.ends - y.starts + 1) ~* '(warr|wty)' and substr(p_text, y.starts, w.ends - y.starts + 10) !~* 'labor'
  );
end
$$;
comment on function context.read_warranty(text, context.note_tag[]) is
  'The years of warranty that a text states once ("10 year warranty"); null when it states none, several, or one on labor.';
