create or replace function identity.match_shared_customer(p_type text, p_value text, p_text text)
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
set jit = off
as $$
declare
  v_best record;
begin
  -- A handful of rows that the planner takes for millions: compiling the query took 200 times as long as running it.
  with candidates as (
    select distinct c.id as customer_id, part.name
    from identity.customer_identities as i
    join identity.customers as c on c.tenant_id = i.tenant_id and c.id = i.customer_id
    cross join unnest(string_to_array(c.search_name, ' ')) as part (name)
    where i.tenant_id = tenancy.current_tenant() and i.type = p_type and i.value = p_value and length(part.name) >= 2
  ),
  said as (
    select r.place, w.position, w.word, cardinality(r.words) as words, r.is_introduced
    from identity.read_introductions(p_text) with ordinality as r (words, is_introduced, place)
    cross join unnest(r.words) with ordinality as w (word, position)
  ),
  pairs as (
    select c.customer_id, c.name, s.place, s.position, s.words, s.is_introduced, p.likeness
    from candidates as c
    cross join said as s
    cross join lateral (select identity.name_likeness(c.name, s.word) as likeness) as p
    where p.likeness >= 0.6
  ),
  -- A place names a customer when it begins with a name of theirs and, unless introduced, holds little else.
  places as (
    select p.customer_id, p.place
    from pairs as p
    group by p.customer_id, p.place, p.words, p.is_introduced
    having bool_or(p.position = 1)
      and (p.is_introduced or count(distinct p.position) >= p.words - (count(distinct p.position) >= 2)::integer)
  ),
  -- Each name counts once, as well as any word says it: "Maria Smith" tells one Smith from another.
  scores as (
    select n.customer_id, sum(n.likeness) as score
    from (
      select p.customer_id, p.name, max(p.likeness) as likeness
      from pairs as p
      join places using (customer_id, place)
      group by p.customer_id, p.name
    ) as n
    group by n.customer_id
  )
  select s.customer_id, s.score, lead(s.score, 1, 0::real) over (order by s.score desc) as runner_up into v_best
  from scores as s
  order by s.score desc
  limit 1;

  if v_best.score - v_best.runner_up >= 0.25 then
    return v_best.customer_id;
  end if;
  return null;
end
$$;
comment on function identity.match_shared_customer(text, text, text) is
  'Which of the customers sharing an identity the text names as who writes ("this is Maria", "Maria Smith"), tolerant of accents and typos. Null when nobody or more than one fits.';
