create or replace function memory.rank_messages(
  p_tenant_id uuid, p_customer_id uuid, p_conversations uuid[], p_terms jsonb, p_size bigint,
  p_embedding extensions.halfvec, p_embedding_model text
)
returns table (message_id uuid, said_at timestamptz, score real, words real, conversation real, neighbors real, vector real, is_match boolean)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- BM25 after Robertson; messages are short, so that length counts for less than in documents.
  c_saturation constant real := 0.9;
  c_length constant real := 0.5;
  -- How far the rest of its conversation may lift a message, against the best words' 1. Measured: docs/decisions/0080.
  c_conversation constant real := 0.4;
  -- Messages that cover more of the question come before those that repeat one word of it.
  c_coverage constant real := 2;
  v_lexemes text[] := array(select t ->> 'lexeme' from jsonb_array_elements(p_terms) as t);
  v_vector_weight real := coalesce((select m.weight from memory.embedding_models as m where m.name = p_embedding_model), 0);
begin
  return query
  with scope as materialized (
    select s.message_id, s.created_at, s.terms, s.matched,
      (row_number() over talk)::integer as place, (dense_rank() over (order by s.conversation_id))::integer as talk
    from memory.list_scope(p_tenant_id, p_customer_id, p_conversations, v_lexemes) as s
    window talk as (order by s.conversation_id, s.created_at, s.message_id)
  ),
  asked as materialized (
    select t.term, t.lexeme, t.weight, t.messages
    from jsonb_to_recordset(p_terms) as t (term integer, lexeme text, weight real, messages real)
  ),
  size as materialized (
    select coalesce(p_size, count(*))::real as messages, coalesce(avg(s.terms), 1)::real as average from scope as s
  ),
  found as materialized (
    select s.place, q.term, max(q.weight) as weight, sum(coalesce(cardinality(u.positions), 1))::real as frequency,
      max(q.messages) as messages
    from scope as s
    cross join lateral unnest(s.matched) as u (lexeme, positions, weights)
    join asked as q on q.lexeme = u.lexeme
    where s.matched is not null
    group by s.place, q.term
  ),
  rarity as materialized (
    select c.term, ln(1 + greatest(z.messages - c.messages + 0.5, 0.5) / (c.messages + 0.5))::real as idf
    from (select f.term, coalesce(max(f.messages), count(*))::real as messages from found as f group by f.term) as c
    cross join size as z
  ),
  -- A term that nobody ever said counts as if it were said once: what a message does not cover, it does not cover.
  wanted as materialized (
    select sum(coalesce(r.idf, ln(1 + greatest(z.messages - 0.5, 0.5) / 1.5)))::real as total
    from (select distinct q.term from asked as q) as q
    cross join size as z
    left join rarity as r on r.term = q.term
  ),
  hits as materialized (
    select f.place,
      (sum(f.weight * r.idf * f.frequency * (c_saturation + 1)
        / (f.frequency + c_saturation * (1 - c_length + c_length * s.terms / z.average)))
      * (1 + c_coverage * sum(f.weight * r.idf) / w.total))::real as score
    from found as f
    join rarity as r on r.term = f.term
    join scope as s on s.place = f.place
    cross join size as z
    cross join wanted as w
    group by f.place, w.total
  ),
  talk_size as materialized (select s.talk, sum(s.terms) as terms from scope as s group by s.talk),
  talk_terms as materialized (
    select s.talk, f.term, max(f.weight) as weight, sum(f.frequency) as frequency
    from found as f join scope as s on s.place = f.place
    group by s.talk, f.term
  ),
  talks as materialized (
    select t.talk,
      sum(t.weight * r.idf * t.frequency * 2.2 / (t.frequency + 1.2 * (0.25 + 0.75 * l.terms / z.average)))::real as score
    from talk_terms as t
    join talk_size as l on l.talk = t.talk
    cross join (select count(*) as talks, avg(a.terms) as average from talk_size as a) as z
    join (
      select c.term, ln(1 + (n.talks - count(*) + 0.5) / (count(*) + 0.5)) as idf
      from talk_terms as c cross join (select count(*) as talks from talk_size as a) as n group by c.term, n.talks
    ) as r on r.term = t.term
    group by t.talk
  ),
  vectors as materialized (
    -- A vector without direction is like nothing: its cosine is not a number.
    select s.place, greatest(nullif(1 - (e.embedding operator(extensions.<=>) p_embedding), 'NaN'), 0)::real as score
    from scope as s
    join memory.conversation_embeddings as e
      on e.tenant_id = p_tenant_id and e.message_id = s.message_id and e.embedding_model = p_embedding_model
    where p_embedding is not null
  ),
  arms as materialized (
    select s.message_id, s.created_at, coalesce(h.score, 0) as words, coalesce(t.score, 0) as conversation, v.score as vector,
      h.place is not null as is_match,
      -- An answer follows its question, so that a hit lifts what stands next to it, the next message most.
      coalesce(lag(h.score, 1) over near, 0) * 0.6::real + coalesce(lag(h.score, 2) over near, 0) * 0.3::real
      + coalesce(lead(h.score, 1) over near, 0) * 0.4::real + coalesce(lead(h.score, 2) over near, 0) * 0.2::real as neighbors
    from scope as s
    left join hits as h on h.place = s.place
    left join talks as t on t.talk = s.talk
    left join vectors as v on v.place = s.place
    window near as (partition by s.talk order by s.place)
  ),
  -- Each arm as a share of its best, so that the weights say how far an arm can move a message.
  best as materialized (
    select greatest(max(a.words + a.neighbors), 1e-9)::real as words, greatest(max(a.conversation), 1e-9)::real as conversation,
      min(a.vector) as least, greatest(max(a.vector) - min(a.vector), 1e-9)::real as span
    from arms as a
  )
  select a.message_id, a.created_at,
    ((a.words + a.neighbors) / b.words + c_conversation * a.conversation / b.conversation
      + v_vector_weight * coalesce((a.vector - b.least) / b.span, 0))::real,
    a.words / b.words, (c_conversation * a.conversation / b.conversation)::real, a.neighbors / b.words, a.vector, a.is_match
  from arms as a cross join best as b
  where a.words + a.neighbors > 0 or a.conversation > 0 or a.vector > 0;
end
$$;
comment on function memory.rank_messages(uuid, uuid, uuid[], jsonb, bigint, extensions.halfvec, text) is
  'Scores the messages of a customer or of some conversations against the terms of a question: BM25 times coverage, credit from neighbours, the conversation as a whole, and likeness of meaning at the weight of its model. Parts are shares of the best; vector is the cosine. p_size is how many messages there are in all, where the scope is only their candidates.';
