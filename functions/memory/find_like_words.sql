create or replace function memory.find_like_words(p_tenant_id uuid, p_customer_id uuid, p_words text[])
returns table (word text, lexeme text, likeness real)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  c_shortest constant integer := 4;
  c_longest constant integer := 40;
  c_least_alike constant real := 0.4;
  -- Without a customer the newest messages stand for how the business writes.
  c_newest constant integer := 5000;
  v_words text[];
begin
  v_words := array(select p.word from unnest(p_words) as p (word) where length(p.word) between c_shortest and c_longest limit 8);
  if v_words = '{}' then
    return;
  end if;
  return query
  with written as materialized (
    select distinct u.lexeme
    from (
      select m.body_search from memory.messages as m
      where m.tenant_id = p_tenant_id and m.customer_id = p_customer_id
      union all
      (
        select m.body_search from memory.messages as m
        where m.tenant_id = p_tenant_id and p_customer_id is null
        order by m.id desc limit c_newest
      )
    ) as m
    cross join lateral unnest(tsvector_to_array(m.body_search)) as u (lexeme)
  ),
  -- Words that begin and end differently are not alike; comparing letters is cheap, counting trigrams is not.
  near as materialized (
    select p.word, w.lexeme
    from unnest(v_words) as p (word)
    join written as w
      on (left(w.lexeme, 1) = left(p.word, 1) or right(w.lexeme, 2) = right(p.word, 2))
      and length(w.lexeme) between length(p.word) - 2 and length(p.word) + 2
  ),
  alike as (
    select n.word, n.lexeme, greatest(
      extensions.similarity(n.lexeme, n.word),
      -- Two letters swapped leave few trigrams, but the same letters.
      case when length(n.lexeme) = length(n.word) and translate(n.lexeme, n.word, '') = '' and translate(n.word, n.lexeme, '') = ''
        and extensions.levenshtein(n.lexeme, n.word) <= 2 then 0.6 end
    )::real as likeness
    from near as n
  ),
  placed as (
    select a.word, a.lexeme, a.likeness,
      row_number() over (partition by a.word order by a.likeness desc, a.lexeme) as place
    from alike as a where a.likeness >= c_least_alike
  )
  select p.word, p.lexeme, p.likeness from placed as p where p.place <= 3;
end
$$;
comment on function memory.find_like_words(uuid, uuid, text[]) is
  'For up to eight words each up to three of the customer''s messages (without one, of the tenant''s newest 5,000) that are spelled like it, with their likeness from 0.4 to 1.';
