create or replace function context.is_year_cue(p_tags context.note_tag[], p_index integer)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_tag context.note_tag := p_tags[p_index];
begin
  -- Most deeds have no year near them.
  if not exists (
    select from unnest(p_tags[p_index - 2:p_index + 10]) as y where y.role = 'year_number' or y.role = 'measure' and y.value = 'year'
  ) then
    return false;
  end if;
  return exists (select from unnest(p_tags[p_index - 2:p_index + 2]) as y where y.role = 'year' and y.place = v_tag.place)
    and exists (
      select from unnest(p_tags[p_index + 1:p_index + 5]) as y
      where y.role = 'year_number' and y.sentence = v_tag.sentence and y.place between v_tag.upto + 1 and v_tag.upto + 5
    ) or exists (
      -- "Replaced under warranty in 2022", but not "replaced in 2014 Rheem".
      select from unnest(p_tags[p_index + 1:p_index + 8]) as y
      join unnest(p_tags[p_index + 1:p_index + 8]) as i on i.upto = y.place - 1 and i.role = 'cue' and i.value = 'span'
      where y.role = 'year_number' and y.sentence = v_tag.sentence and y.place between v_tag.upto + 1 and v_tag.upto + 8 and not exists (
        select from unnest(p_tags[p_index + 1:p_index + 10]) as o
        where o.role in ('make', 'kind', 'weak', 'type', 'measure', 'deed') and o.place > v_tag.upto and o.place <= y.upto + 1
      )
    ) or v_tag.value not like '+%' and exists (
      -- "Both from a 2011 install".
      select from unnest(p_tags[p_index - 2:p_index - 1]) as y where y.role = 'year_number' and y.upto = v_tag.place - 1 and y.sentence = v_tag.sentence
    ) or exists (
      -- "Replaced by others 2 years ago".
      select from unnest(p_tags[p_index + 1:p_index + 8]) as y
      join unnest(p_tags[p_index + 1:p_index + 10]) as a on a.role = 'cue' and a.value = 'past' and a.place = y.upto + 1
      where y.role = 'measure' and y.value = 'year' and y.sentence = v_tag.sentence and y.place between v_tag.upto + 1 and v_tag.upto + 8
    );
end
$$;
comment on function context.is_year_cue(context.note_tag[], integer) is
  'Whether the deed at this index tells an age: "installed 2014", "put in around 2012", "replaced 2 years ago".';
