create or replace function memory.find_like_words(p_tenant_id uuid, p_customer_id uuid, p_word text)
returns table (lexeme text, likeness real)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  k_shortest constant integer := 4;
  k_least_alike constant real := 0.4;
  -- Without a customer the newest messages stand for how the business writes.
  k_newest constant integer := 5000;
begin
  if length(p_word) < k_shortest or length(p_word) > 40 then
    return;
  end if;
  return query
  with words as materialized (
    select distinct u.lexeme
    from (
      select m.body_search from memory.messages as m
      where m.tenant_id = p_tenant_id and m.customer_id = p_customer_id
      union all
      (
        select m.body_search from memory.messages as m
        where m.tenant_id = p_tenant_id and p_customer_id is null
        order by m.id desc limit k_newest
      )
    ) as m
    cross join lateral unnest(tsvector_to_array(m.body_search)) as u (lexeme)
    where length(u.lexeme) between length(p_word) - 2 and length(p_word) + 2
  )
  select w.lexeme, alike.likeness
  from words as w
  cross join lateral (
    select greatest(
      extensions.similarity(w.lexeme, p_word),
      -- Two letters swapped leave few trigrams, but the same letters.
      case when length(w.lexeme) = length(p_word) and translate(w.lexeme, p_word, '') = '' and translate(p_word, w.lexeme, '') = ''
        and extensions.levenshtein(w.lexeme, p_word) <= 2 then 0.6 end
    )::real as likeness
  ) as alike
  where alike.likeness >= k_least_alike
  order by alike.likeness desc, w.lexeme
  limit 3;
end
$$;
comment on function memory.find_like_words(uuid, uuid, text) is
  'Up to three words of the customer''s messages (without one, of the tenant''s newest 5,000) that are spelled like a word, with their likeness from 0.4 to 1.';
