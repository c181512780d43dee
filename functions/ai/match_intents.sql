create or replace function ai.match_intents(p_text text)
returns text[]
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_text text := ai.normalize_message(p_text);
  v_intents text[];
begin
  select coalesce(array_agg(best.name order by best.priority), '{}') into v_intents
  from (
    select i.name, i.priority
    from ai.intent_patterns as p
    join ai.intents as i on i.name = p.intent
    where v_text ~ p.pattern
    group by i.name, i.priority
    having sum(p.weight) >= 1
    order by i.name = 'thanks', sum(p.weight) desc, i.priority
    limit 2
  ) as best;

  return case
    when memory.find_emergency_phrase(p_text) is not null then array['emergency']
    when ai.find_handover_reason(p_text) is not null then '{}'
    when 'person_please' = any (v_intents) then array['person_please']
    when cardinality(v_intents) > 1 then array_remove(v_intents, 'thanks')
    else v_intents
  end;
end
$$;
comment on function ai.match_intents(text) is
  'What a message asks for, by the names of ai.intents, the more important first: one or two, or none when it is not clear enough to be answered without a person. Emergencies and the wish for a person stand alone.';
