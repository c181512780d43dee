create or replace function context.judge_unit(p_source text, p_tags context.note_tag[], p_unit context.note_unit, p_is_wish_list boolean)
returns context.note_unit
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_unit context.note_unit := p_unit;
  v_view context.note_view;
begin
  if v_unit.standing is not null then
    return v_unit;
  end if;
  v_unit.standing := 'here';
  v_unit.action := 'observed';
  v_view := context.look_after(p_source, p_tags, context.look_before(p_source, p_tags, v_unit));
  v_unit := v_view.unit;

  -- "New State 40 gal in" tells of a deed without a word for it.
  if v_view.is_new and v_view.deed is null and v_view.wish is null and coalesce(v_view.link, '') <> 'for' and p_source = 'note' and not p_is_wish_list and not v_view.is_told and v_unit.standing = 'here' then
    v_view.deed := '+install';
  end if;
  -- A shop ("ordered from Rheem"), and the thermostat of a water heater.
  if v_view.link = 'from' and p_unit.kind is null and p_unit.capacity is null or v_view.link = 'for' and p_unit.kind is null and num_nonnulls(p_unit.make, p_unit.year) = 0 or p_unit.kind like 'thermostat%' and p_unit.make is null and exists (
    select from unnest(p_tags) as t where t.role = 'thing' and t.value = 'heater_part' and t.sentence = p_unit.sentence
  ) then
    v_unit.standing := 'part';
  end if;
  -- "Expansion tank replaced, 2 gal Amtrol".
  if p_unit.kind is null and p_unit.capacity_unit = 'gallon' and p_unit.capacity <= 5 then
    v_unit.standing := 'part';
  end if;
  -- Of what was there, the replacement keeps nothing but the kind.
  if v_view.is_existing and ltrim(v_view.deed, '+') = 'replace' then
    v_unit.year := -abs(coalesce(v_unit.year, 1));
  end if;
  -- "Expansion tank failed, replaced with 2 gal Amtrol": the part's make and size.
  if p_unit.kind is null and v_view.link in ('with', 'for') and ltrim(v_view.deed, '+') in ('replace', 'convert', 'other') then
    for v_n in reverse cardinality(p_tags)..1 loop
      continue when p_tags[v_n].place >= p_unit.place or p_tags[v_n].role not in ('thing', 'kind', 'make', 'weak');
      if p_tags[v_n].role = 'thing' and p_tags[v_n].sentence >= p_unit.sentence - 1 then
        v_unit.standing := 'part';
      end if;
      exit;
    end loop;
  end if;

  if v_view.deed in ('+install', '+replace', '+remove', '+convert') and not v_view.is_undone and v_view.wish is null
    or v_view.deed in ('install', 'replace', 'remove', 'convert') and not v_view.is_undone and (v_view.wish is null or v_view.wish = 'want' and p_source <> 'note') and not p_is_wish_list then
    v_unit.action := case ltrim(v_view.deed, '+') when 'install' then 'installed' when 'remove' then 'removed' else 'replaced' end;
    v_view.wish := null;
  elsif v_view.wish is not null or p_is_wish_list then
    -- What is to be repaired or replaced stands; what is to be put in does not.
    -- Nor is what has an age only wished for.
    if p_unit.year is null and (v_view.is_new or coalesce(v_view.deed, '') in ('install', '+install', 'convert', '+convert') or v_view.link = 'with' or v_view.link = 'to' and v_view.wish_clause is not distinct from p_unit.clause
      or not (v_view.has_work or coalesce(v_view.deed, '') in ('replace', '+replace', 'remove', '+remove'))) then
      v_unit.standing := case v_unit.standing when 'here' then 'wished' else v_unit.standing end;
    end if;
  end if;
  if v_view.deed is null and v_view.wish is null and v_unit.standing = 'here' and p_source = 'note' and not v_view.has_thing then
    v_unit.action := coalesce(context.done_next(p_tags, p_unit), v_unit.action);
  end if;
  if v_view.is_dead and v_unit.action = 'observed' and v_unit.standing = 'here' then
    v_unit.standing := 'old';
  end if;
  v_unit.types := v_unit.types || coalesce('link:' || v_view.link, '') || case when v_view.is_new then 'new' else '' end || case when v_view.is_existing then 'existing' else '' end;
  return v_unit;
end
$$;
comment on function context.judge_unit(text, context.note_tag[], context.note_unit, boolean) is
  'A mention with its standing and its action, by the words around it. p_is_wish_list: it stands under a heading such as "Recommended:". The link before it (with, and, for, on, to, by) is added to its types as link:….';
