create or replace function context.tells_age(p_tags context.note_tag[], p_index integer, p_gap integer, p_is_fresh boolean, p_is_approximate boolean)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_tag context.note_tag := p_tags[p_index];
  v_next context.note_tag[] := p_tags[p_index + 1:p_index + 8];
begin
  if exists (select from unnest(v_next) as w where w.role = 'thing' and w.value = 'warranty' and w.place - v_tag.upto <= 3) then
    return false;
  end if;
  return p_is_approximate or p_gap <= 1 or p_gap <= 6 and v_tag.number >= 2 and v_tag.clause > p_tags[p_index - 1].clause
    or exists (
      select from unnest(v_next) as y
      where y.place = v_tag.upto + 1 and (
        y.role = 'cue' and (y.value = 'old' or y.value = 'past' and p_gap <= 8)
        or p_is_fresh and y.role in ('make', 'kind') and y.sentence = v_tag.sentence
      )
    );
end
$$;
comment on function context.tells_age(context.note_tag[], integer, integer, boolean, boolean) is
  'Whether a number of years at this index is the age of a unit: not of a warranty, and called old, approximate, or told right behind it. p_gap: the tokens since the mention that is open; p_is_fresh: it would begin one.';
