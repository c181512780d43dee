create or replace function memory.read_equipment(p_texts text[], p_said_at timestamptz[])
returns table (text_number integer, slot text, value text, quote text, at integer)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  -- Notes are short, and reading one takes the square of its length.
  v_texts constant text[] := array(select left(t.body, 1500) from unnest(p_texts) with ordinality as t (body, place) order by t.place);
begin
  return query
  select u.text_number, u.code || '_' || v.suffix, v.value, u.quote, greatest(strpos(p_texts[u.text_number], u.quote), 1)
  from context.parse_texts(array_fill('note'::text, array[cardinality(p_texts)]), v_texts, p_said_at::date[]) as u
  cross join lateral (
    values ('make', lower(u.make)), ('type', u.type), ('installed', u.installed_year::text)
  ) as v (suffix, value)
  where u.kind = 'equipment' and u.action in ('observed', 'installed', 'replaced') and v.value is not null
    -- What is read as a slip of the pen in a technician's note is often another word in a customer's message.
    and (
      v.suffix <> 'make'
      or strpos(regexp_replace(lower(p_texts[u.text_number]), '[^a-z0-9]', '', 'g'), regexp_replace(v.value, '[^a-z0-9]', '', 'g')) > 0
    )
    -- A technician who notes what they put in did it that day; "the tap you put in" may be of any year.
    and (
      v.suffix <> 'installed' or v.value <> to_char(p_said_at[u.text_number], 'YYYY') or strpos(p_texts[u.text_number], v.value) > 0
      or lower(p_texts[u.text_number]) ~ '\m(?:new|brand new|just|today|yesterday|last (?:week|month)|this (?:week|month|year|spring)|weeks? ago|months? ago|recently)\M'
    );
end
$$;
comment on function memory.read_equipment(text[], timestamptz[]) is
  'What customers say of their units, read as technicians'' notes are (context.parse_texts): make, type and year, each with its words and where they stand.';
