create or replace function context.prompt_memory_lines(p_context jsonb)
returns table (section integer, place integer, parent integer, rank integer, line text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select 10, n.place::integer, null::integer, (34 + 4 * n.place)::integer, concat(
    '- ', initcap(n.note ->> 'kind'), ': ', q.note,
    -- A quote that is the note itself says nothing more.
    case when q.quote <> q.note then ', in their words ' || q.quote end)
  from jsonb_array_elements(p_context -> 'memoryNotes') with ordinality as n (note, place)
  cross join lateral (
    -- The offset keeps the planner from writing the calls into each place that names them.
    select context.quote_text(n.note ->> 'note', 240) as note, context.quote_text(n.note ->> 'quote', 160) as quote
    offset 0
  ) as q
  where q.note is not null
  union all
  select 11, m.place::integer, null, (28 + 3 * m.newness)::integer, concat(
    '- ', to_char((m.message ->> 'at')::timestamptz at time zone (p_context ->> 'locationZone'), 'Mon FMDD'), ', ',
    case m.message ->> 'role' when 'customer' then 'customer' else 'we' end, ' by ',
    context.say_channel(m.message ->> 'channel'), ': ', q.words)
  from (
    select x.message, x.place, row_number() over (order by x.place desc) as newness
    from jsonb_array_elements(p_context -> 'lastExchanges') with ordinality as x (message, place)
  ) as m
  cross join lateral (select context.quote_text(m.message ->> 'text', 300) as words offset 0) as q
  where q.words is not null;
end
$$;
comment on function context.prompt_memory_lines(jsonb) is
  'Lines of the prompt''s sections 10 and 11, what was said, as quoted data: Notes and Recent Conversation.';
