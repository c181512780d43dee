create or replace function context.is_denied(
  p_tags context.note_tag[], p_place integer, p_upto integer, p_sentence integer, p_clause integer, p_sign text, p_issue text
)
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_tag context.note_tag;
  v_is_open boolean := true;
  v_is_found boolean := false;
  v_is_much boolean := false;
  v_is_standing boolean := false;
  v_near integer := p_place;
  v_near_role text;
  v_near_value text;
  v_is_measure boolean := p_sign in ('psi_high', 'psi_low', 'grain_high', 'code');
begin
  -- Forwards: "roots: none", "leak suspected", "leak?", "no expansion tank needed", "not our customer's".
  for v_n in 1..cardinality(p_tags) loop
    v_tag := p_tags[v_n];
    continue when v_tag.sentence <> p_sentence;
    if v_tag.role = 'cue' and v_tag.value = 'other' then
      return true;
    end if;
    continue when v_tag.place <= p_upto;
    if v_tag.role = 'cue' and (
      v_tag.value = 'none' and v_tag.place - p_upto <= 4
      or v_tag.value = 'doubt' and v_tag.place - p_upto <= 3 and v_tag.clause = p_clause
      or v_tag.value = 'claim' and v_tag.place - p_upto <= 6 and p_issue in ('leak', 'gas_leak', 'mold', 'low_water_pressure')
      or v_tag.value = 'gone' and v_tag.place - p_upto <= 3 and p_issue in ('clay_pipe', 'cast_iron_pipe', 'galvanized_pipe', 'polybutylene_pipe')
      -- "Had a leak last year."
      or v_tag.value = 'past' and v_tag.place - p_upto <= 2 and p_issue in ('leak', 'gas_leak')
      or v_tag.value = 'needless' and v_tag.place - p_upto <= 14 and p_sign = 'missing'
      or v_tag.value = 'needed' and v_tag.place - p_upto <= 6 and p_sign = 'missing'
    ) or p_issue in ('clay_pipe', 'cast_iron_pipe', 'galvanized_pipe', 'polybutylene_pipe') and v_tag.role = 'deed' and ltrim(v_tag.value, '+') in ('replace', 'remove')
      and v_tag.place - p_upto <= 8 and context.is_year_cue(p_tags, v_n) or v_tag.role = 'mark' and v_tag.value = '?' and v_tag.place - p_upto <= 3 then
      return true;
    end if;
    exit when v_tag.role = 'sign' or v_tag.place - p_upto > 14;
  end loop;

  -- Backwards to what denies it, unless something between begins anew. A loop, because the order decides.
  for v_n in reverse cardinality(p_tags)..1 loop
    v_tag := p_tags[v_n];
    continue when v_tag.place >= p_place or v_tag.sentence > p_sentence;
    exit when v_tag.sentence < p_sentence;
    continue when v_tag.upto >= p_place;
    if v_tag.role = 'cue' then
      if v_tag.value = 'past' and p_issue <> 'clog_recurring' and not v_is_standing or v_tag.value = 'old' and p_issue in ('leak', 'gas_leak') and p_place - v_tag.upto = 1 then
        return true;
      elsif v_tag.value = 'no' and p_sign <> 'no_shutoff' and v_is_open and p_place - v_tag.upto <= 9
        and (v_tag.clause = p_clause or p_issue not in ('cast_iron_pipe', 'clay_pipe', 'galvanized_pipe', 'polybutylene_pipe') and not v_is_much and not v_is_measure and v_near - v_tag.upto <= 3 * (p_clause - v_tag.clause) + 2
          -- "No softener, water is hard": what is absent is a unit.
          and not (v_near_role = 'kind' or v_near_value in ('expansion_tank', 'prv', 'shutoff', 'house'))) then
        return true;
      elsif v_tag.value in ('maybe', 'doubt') and v_is_open and p_sign <> 'missing_late' and p_place - v_tag.upto <= 9 then
        return true;
      elsif (v_tag.value = 'think' and p_issue <> 'clog_recurring' or v_tag.value = 'claim' and p_issue in ('leak', 'gas_leak', 'mold', 'low_water_pressure', 'water_damage'))
        and not v_is_found and p_place - v_tag.upto <= 12 then
        -- "Thought she had a leak": to have or to be does not say that it was seen.
        return true;
      elsif v_tag.value in ('but', 'found', 'still', 'new', 'existing') then
        v_is_open := false;
        v_is_found := true;
        v_is_standing := v_is_standing or v_tag.value = 'still';
      elsif v_tag.value = 'is' then
        v_is_open := false;
      elsif v_tag.value = 'much' and (p_place - v_tag.upto <= 3 or v_tag.clause = p_clause) then
        v_is_much := true;
      end if;
    elsif v_tag.role = 'deed' then
      v_is_open := false;
      v_is_found := true;
    elsif v_tag.role = 'service' and v_is_open and p_place - v_tag.upto <= 5 and exists (
      select from unnest(p_tags) as c where c.role = 'link' and c.value = 'for' and c.place > v_tag.upto and c.place < p_place and p_place - c.place <= 4
    ) then
      -- "Checked for leaks" tells of none.
      return true;
    end if;
    if v_tag.role in ('sign', 'thing', 'kind', 'type', 'make') then
      v_near := v_tag.place;
      v_near_role := v_tag.role;
      v_near_value := v_tag.value;
    end if;
  end loop;
  return false;
end
$$;
comment on function context.is_denied(context.note_tag[], integer, integer, integer, integer, text, text) is
  'Whether the words around a sign say that it is not there: negated, asked, suspected, hypothetical, history, or somebody else''s.';
