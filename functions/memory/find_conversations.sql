create or replace function memory.find_conversations(
  p_tenant_id uuid, p_terms jsonb, p_size bigint, p_filters jsonb, p_embedding extensions.halfvec, p_embedding_model text
)
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  c_conversations constant integer := 200;
  c_matches constant integer := 20000;
  c_common_from constant integer := 5000;
  c_newest_vectors constant integer := 5000;
  v_rare text[];
  v_common text[];
  v_query tsquery;
begin
  select
    array_agg(t.lexeme) filter (where t.messages between 1 and c_common_from - 1),
    array_agg(t.lexeme order by t.lexeme) filter (where t.messages >= c_common_from)
  into v_rare, v_common
  from jsonb_to_recordset(p_terms) as t (lexeme text, messages bigint);
  -- Rare words find by themselves; of words that are everywhere, two must meet.
  v_query := memory.to_any_query(v_rare);
  if v_query is null then
    select string_agg(format('(%s & %s)', memory.to_any_query(array[a.lexeme]), memory.to_any_query(array[b.lexeme])), '|')::tsquery
    into v_query
    from unnest(v_common) with ordinality as a (lexeme, place)
    join unnest(v_common) with ordinality as b (lexeme, place) on a.place < b.place;
    v_query := coalesce(v_query, memory.to_any_query(v_common));
  end if;
  return array(
    with asked as materialized (
      select memory.to_any_query(array[t.lexeme]) as query, t.weight * ln(1 + greatest(p_size - t.messages, 0) / (t.messages + 0.5)) as worth
      from jsonb_to_recordset(p_terms) as t (lexeme text, weight real, messages real)
    ),
    matches as materialized (
      select m.conversation_id, m.body_search, m.created_at
      from memory.messages as m
      where m.tenant_id = p_tenant_id and m.body_search @@ v_query and memory.fits_filters(m, p_filters)
      order by m.id desc
      limit c_matches
    ),
    scored as (
      select m.conversation_id, max(m.created_at) as at,
        max((select sum(a.worth) from asked as a where m.body_search @@ a.query)) as score
      from matches as m group by m.conversation_id
      order by score desc nulls last, at desc, m.conversation_id
      limit c_conversations
    ),
    -- What says it in other words shares none: the nearest of the newest vectors come along.
    near as (
      select e.message_id
      from (
        select v.message_id, v.embedding from memory.conversation_embeddings as v
        where p_embedding is not null and v.tenant_id = p_tenant_id and v.embedding_model = p_embedding_model
          and (p_filters = '{}' or exists (
            select from memory.messages as m
            where m.tenant_id = p_tenant_id and m.id = v.message_id and memory.fits_filters(m, p_filters)
          ))
        order by v.message_id desc limit c_newest_vectors
      ) as e
      order by e.embedding operator(extensions.<=>) p_embedding limit 50
    )
    select s.conversation_id from scored as s
    union
    select m.conversation_id from near as n
    join memory.messages as m on m.tenant_id = p_tenant_id and m.id = n.message_id
  );
end
$$;
comment on function memory.find_conversations(uuid, jsonb, bigint, jsonb, extensions.halfvec, text) is
  'The conversations that a search over a whole business ranks exactly: up to 200 whose messages share the weightiest words with the question (terms counted by memory.count_terms), and those of the 50 nearest vectors.';
