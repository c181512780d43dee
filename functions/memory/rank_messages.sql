create or replace function memory.rank_messages(
  p_tenant_id uuid, p_customer_id uuid, p_terms jsonb, p_embedding extensions.halfvec, p_embedding_model text, p_scope uuid[]
)
returns table (message_id uuid, score real, lexical real, conversation real, neighbors real, vector real, is_match boolean)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- BM25 after Robertson; short messages, so that length counts for less than in documents.
  k_saturation constant real := 0.9;
  k_length constant real := 0.5;
  -- How much of a hit's credit its neighbours get: an answer follows its question. Measured, see docs/decisions.
  k_before_1 constant real := 0.6;
  k_before_2 constant real := 0.3;
  k_after_1 constant real := 0.4;
  k_after_2 constant real := 0.2;
  k_conversation constant real := 0.4;
  v_vector_weight real;
begin
  select m.weight into v_vector_weight from memory.embedding_models as m where m.name = p_embedding_model;
  return query
  with scope as materialized (
    select m.id, m.conversation_id, m.created_at, m.body_search, greatest(length(m.body_search), 1)::real as terms
    from memory.messages as m
    where m.tenant_id = p_tenant_id
      and (p_customer_id is null or m.customer_id = p_customer_id)
      and (p_scope is null or m.id = any (p_scope))
  ),
  size as (select count(*)::real as messages, coalesce(avg(s.terms), 1)::real as average from scope as s),
  query_terms as (select t.term, t.lexeme, t.weight from jsonb_to_recordset(p_terms) as t (term text, lexeme text, weight real)),
  found as materialized (
    select s.id, s.conversation_id, s.terms, q.term, max(q.weight) as weight, sum(coalesce(cardinality(u.positions), 1)) as frequency
    from scope as s
    cross join lateral unnest(s.body_search) as u (lexeme, positions, weights)
    join query_terms as q on q.lexeme = u.lexeme
    group by s.id, s.conversation_id, s.terms, q.term
  ),
  rarity as (
    select f.term, ln(1 + (z.messages - count(*) + 0.5) / (count(*) + 0.5)) as idf
    from found as f cross join size as z group by f.term, z.messages
  ),
  -- A term that nobody ever said counts as if it were said once: what a message does not cover, it does not cover.
  wanted as (
    select sum(coalesce(r.idf, ln(1 + (z.messages - 0.5) / 1.5))) as total
    from (select distinct q.term from query_terms as q) as q
    cross join size as z
    left join rarity as r on r.term = q.term
  ),
  lexical_hits as (
    select f.id,
      sum(f.weight * r.idf * f.frequency * (k_saturation + 1)
        / (f.frequency + k_saturation * (1 - k_length + k_length * f.terms / z.average)))
      -- Messages that cover more of the question come before those that repeat one word of it.
      * (1 + 2 * sum(f.weight * r.idf) / w.total) as score
    from found as f
    join rarity as r on r.term = f.term
    cross join size as z
    cross join wanted as w
    group by f.id, w.total
  ),
  conversation_size as (
    select count(*)::real as conversations, avg(c.terms)::real as average
    from (select sum(s.terms) as terms from scope as s group by s.conversation_id) as c
  ),
  conversation_terms as (
    select f.conversation_id, f.term, max(f.weight) as weight, sum(f.frequency)::real as frequency
    from found as f group by f.conversation_id, f.term
  ),
  conversation_rarity as (
    select t.term, ln(1 + (z.conversations - count(*) + 0.5) / (count(*) + 0.5)) as idf
    from conversation_terms as t cross join conversation_size as z group by t.term, z.conversations
  ),
  conversation_hits as (
    select t.conversation_id,
      sum(t.weight * r.idf * t.frequency * 2.2 / (t.frequency + 1.2 * (0.25 + 0.75 * l.terms / z.average))) as score
    from conversation_terms as t
    join conversation_rarity as r on r.term = t.term
    join (select s.conversation_id, sum(s.terms) as terms from scope as s group by s.conversation_id) as l
      on l.conversation_id = t.conversation_id
    cross join conversation_size as z
    group by t.conversation_id
  ),
  near as (
    select s.id, s.conversation_id, h.score as lexical, h.id is not null as is_match,
      coalesce(lag(h.score, 1) over talk, 0) * k_before_1 + coalesce(lag(h.score, 2) over talk, 0) * k_before_2
      + coalesce(lead(h.score, 1) over talk, 0) * k_after_1 + coalesce(lead(h.score, 2) over talk, 0) * k_after_2 as neighbors
    from scope as s
    left join lexical_hits as h on h.id = s.id
    window talk as (partition by s.conversation_id order by s.created_at, s.id)
  ),
  vectors as (
    select e.message_id, (1 - (e.embedding operator(extensions.<=>) p_embedding))::real as score
    from memory.conversation_embeddings as e
    where p_embedding is not null and e.tenant_id = p_tenant_id and e.embedding_model = p_embedding_model
      and e.message_id in (select s.id from scope as s)
  ),
  arms as (
    select n.id, coalesce(n.lexical, 0) as lexical, n.neighbors, coalesce(c.score, 0) as conversation,
      greatest(coalesce(v.score, 0), 0) as vector, n.is_match or v.score is not null as is_match
    from near as n
    left join conversation_hits as c on c.conversation_id = n.conversation_id
    left join vectors as v on v.message_id = n.id
  ),
  -- Each arm as a share of its best, so that the weights say how far an arm can move a message.
  best as (
    select greatest(max(a.lexical + a.neighbors), 1e-9) as lexical, greatest(max(a.conversation), 1e-9) as conversation,
      greatest(max(a.vector), 1e-9) as vector, min(a.vector) as least
    from arms as a
  )
  select a.id,
    ((a.lexical + a.neighbors) / b.lexical + k_conversation * a.conversation / b.conversation
      + coalesce(v_vector_weight, 0) * (a.vector - b.least) / greatest(b.vector - b.least, 1e-9))::real,
    (a.lexical / b.lexical)::real, (k_conversation * a.conversation / b.conversation)::real, (a.neighbors / b.lexical)::real,
    a.vector::real, a.is_match
  from arms as a cross join best as b
  where a.lexical + a.neighbors > 0 or a.conversation > 0 or a.vector > 0;
end
$$;
