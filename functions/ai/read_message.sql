create or replace function ai.read_message(p_text text, out intents text[], out handover_reason text)
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_text text;
begin
  if memory.find_emergency_phrase(p_text) is not null then
    intents := array['emergency'];
    return;
  end if;

  v_text := ai.normalize_message(p_text);
  -- Only a case keeps the order: an expression is compiled where an anchor is there.
  select h.reason into handover_reason
  from ai.handover_patterns as h
  where case when h.anchors is null or v_text like any (h.anchors) then v_text ~ h.pattern end
  order by h.reason = 'legal' desc, h.reason
  limit 1;
  if found then
    intents := '{}';
    return;
  end if;

  select coalesce(array_agg(best.name order by best.priority), '{}') into intents
  from (
    select i.name, i.priority
    from ai.intent_patterns as p
    join ai.intents as i on i.name = p.intent
    where case when p.anchors is null or v_text like any (p.anchors) then v_text ~ p.pattern end
    group by i.name, i.priority
    having sum(p.weight) >= 1
    order by i.name = 'thanks', sum(p.weight) desc, i.priority
    limit 2
  ) as best;
  intents := case
    when 'person_please' = any (intents) then array['person_please']
    when cardinality(intents) > 1 then array_remove(intents, 'thanks')
    else intents
  end;
end
$$;
comment on function ai.read_message(text) is
  'What a message asks for, by the names of ai.intents, the more important first: one or two, or none when it is not clear enough to be answered without a person. Emergencies and the wish for a person stand alone. handover_reason: why a person must read it whatever else it says (a complaint, a legal threat, ...; there are no intents then), null when nothing says so.';
