create or replace function memory.find_messages(
  p_tenant_id uuid, p_customer_id uuid, p_query text, p_terms jsonb, p_filters jsonb,
  p_embedding extensions.halfvec, p_embedding_model text
)
returns table (message_id uuid, said_at timestamptz, score real, words real, conversation real, neighbors real, vector real, is_match boolean)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- Beyond so many messages the size of a business no longer changes which of its words are rare.
  c_size_at_most constant integer := 100000;
  v_terms jsonb := p_terms;
  v_size bigint;
  v_conversations uuid[];
begin
  if p_customer_id is null then
    v_terms := memory.count_terms(p_tenant_id, p_terms);
    select count(*) into v_size from (
      select from memory.messages as m where m.tenant_id = p_tenant_id limit c_size_at_most
    ) as x;
    v_conversations := memory.find_conversations(p_tenant_id, v_terms, v_size, p_filters, p_embedding, p_embedding_model);
  end if;
  return query
  with ranked as materialized (
    select r.* from memory.rank_messages(
      p_tenant_id, p_customer_id, v_conversations, v_terms, v_size, p_embedding, p_embedding_model
    ) as r
  ),
  -- Stems find nothing in stop words, emoji and parts of words, and too little where words are not parted.
  pieces as materialized (
    select p.message_id, p.said_at, p.share
    from (select 1 where memory.has_dense_script(p_query) or not exists (select from ranked as r where r.words > 0)) as needed
    cross join lateral memory.match_pieces(p_tenant_id, p_customer_id, p_query, p_filters) as p
  )
  select coalesce(r.message_id, p.message_id), coalesce(r.said_at, p.said_at), coalesce(r.score, 0) + coalesce(p.share, 0),
    greatest(coalesce(r.words, 0), coalesce(p.share, 0)), coalesce(r.conversation, 0), coalesce(r.neighbors, 0), r.vector,
    coalesce(r.is_match, false) or p.share is not null
  from ranked as r
  full join pieces as p on p.message_id = r.message_id;
end
$$;
comment on function memory.find_messages(uuid, uuid, text, jsonb, jsonb, extensions.halfvec, text) is
  'Every message that a question may mean, with its score and parts: ranked by words, neighbours, conversation and meaning, and by substring where words do not help.';
