create or replace function memory.check_facts(p_conversation_id uuid, p_facts jsonb, p_through timestamptz)
returns table (
  place integer, customer_id uuid, kind text, slot text, value text, note text, quote text, message_id uuid, said_at timestamptz,
  confidence numeric, problem text
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  c_uuid constant text := '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
begin
  return query
  with given as (
    select g.place::integer as place, left(g.fact ->> 'slot', 60) as slot, g.fact ->> 'kind' as kind, left(g.fact ->> 'value', 400) as value,
      left(g.fact ->> 'quote', 1000) as quote, case when g.fact ->> 'messageId' ~ c_uuid then (g.fact ->> 'messageId')::uuid end as message_id,
      case when jsonb_typeof(g.fact -> 'confidence') = 'number' then least(greatest((g.fact ->> 'confidence')::numeric, 0.05), 0.95) else 0.7 end as confidence
    from jsonb_array_elements(p_facts) with ordinality as g (fact, place)
    where jsonb_typeof(g.fact) = 'object'
  ), cited as (
    select g.*, m.id as found_id, m.customer_id, m.role, m.is_secret, m.created_at as said_at,
      memory.fold_spaces(memory.own_words(m.body)) as words, memory.fold_spaces(g.quote) as folded
    from given as g
    left join memory.messages as m
      on m.tenant_id = tenancy.current_tenant() and m.id = g.message_id and m.conversation_id = p_conversation_id and m.created_at <= p_through
  ), read as (
    select c.*, coalesce(s.kind, c.kind) as slot_kind, coalesce(s.reads_as, 'words') as reads_as, s.note as pattern, s.note_if_no,
      memory.read_fact_value(c.slot, coalesce(s.reads_as, 'words'), coalesce(s.choices, '{}'), c.value) as clean
    from cited as c
    left join memory.fact_slots as s on s.slot = c.slot
  )
  select r.place, r.customer_id, r.slot_kind, r.slot, r.clean,
    case when r.clean = 'no' and r.note_if_no is not null then r.note_if_no
      else format(coalesce(r.pattern, initcap(translate(r.slot, '_:', '  ')) || ': %s'), memory.say_value(r.slot, r.reads_as, r.clean)) end,
    btrim(r.quote), r.found_id, r.said_at, r.confidence,
    case
      when r.found_id is null then 'no such message'
      when r.role <> 'customer' or r.is_secret then 'not the customer''s words'
      when r.customer_id is null then 'nobody known'
      when coalesce(length(r.folded), 0) < 2 or strpos(r.words, r.folded) = 0 then 'no such quote'
      when r.slot !~ '^[a-z]+(_[a-z]+)*(:[a-z_]+)?$' or r.slot is null or r.slot_kind is null or r.slot_kind not in (
        'preference', 'property', 'equipment', 'household', 'complaint', 'promise', 'contact', 'schedule') then 'no such slot'
      when r.clean is null then 'no such value'
      -- What is not computed must stand in the message as it is.
      when r.reads_as in ('words', 'name', 'email') and strpos(r.words, r.clean) = 0 then 'value not said'
      when r.reads_as in ('code', 'phone') and strpos(regexp_replace(r.words, '\D', '', 'g'), right(regexp_replace(r.clean, '\D', '', 'g'), 10)) = 0
        then 'value not said'
      when array_length(string_to_array(r.folded, ' '), 1) >= 4 and exists (
        select from memory.messages as o
        where o.tenant_id = tenancy.current_tenant() and o.conversation_id = p_conversation_id and o.direction = 'outbound'
          and o.created_at < r.said_at and strpos(memory.fold_spaces(o.body), r.folded) > 0
      ) then 'our words'
    end
  from read as r;
end
$$;
comment on function memory.check_facts(uuid, jsonb, timestamptz) is
  'Judges facts [{kind, slot, value, quote, messageId, confidence}] that were read in a conversation up to p_through. problem is null for one that holds: it cites a message of this conversation that the customer wrote, its quote stands there in their own words, and its value is one for its slot and, where it is a name, number or words, was said.';
