create or replace function context.has_object(p_tags context.note_tag[], p_index integer)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  v_deed context.note_tag := p_tags[p_index];
  v_tag context.note_tag;
  v_is_linked boolean := false;
begin
  -- A loop: it runs for each deed behind a unit, where a query would cost more than all of it.
  for v_n in p_index + 1..cardinality(p_tags) loop
    v_tag := p_tags[v_n];
    exit when v_tag.sentence <> v_deed.sentence or v_tag.place - v_deed.upto > 3;
    continue when v_tag.place <= v_deed.upto;
    if v_tag.role = 'link' then
      if v_tag.value = 'by' then
        return true;
      end if;
      v_is_linked := true;
    elsif not v_is_linked and v_tag.role in ('thing', 'kind', 'make') and v_tag.value not in ('warranty', 'paper') and v_tag.clause = v_deed.clause then
      return true;
    end if;
  end loop;
  return false;
end
$$;
comment on function context.has_object(context.note_tag[], integer) is
  'Whether the deed at this index says itself what it was done to ("replaced thermocouple") or that others did it ("installed by others").';
