create or replace function ai.recall_lines(p_conversation memory.conversations, p_text text, p_vector jsonb)
returns table (line text, said_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
declare
  c_most constant integer := 6;
  c_longest constant integer := 240;
  -- Shares of the best one's words: less is a word that happens to be the same.
  c_least_words constant real := 0.35;
  c_least_neighbor constant real := 0.5;
  v_tenant_id constant uuid := p_conversation.tenant_id;
  v_model constant text := p_vector ->> 'embeddingModel';
  v_zone text;
  v_terms jsonb;
  v_shown uuid[];
  v_least_likeness real;
begin
  if p_conversation.customer_id is null or coalesce(p_text, '') = ''
    or not tenancy.is_enabled(v_tenant_id, 'CONTEXT_MEMORY_ENABLED') then
    return;
  end if;
  select l.time_zone into v_zone from tenancy.locations as l where l.tenant_id = v_tenant_id and l.id = p_conversation.location_id;
  select m.least_likeness into v_least_likeness from memory.embedding_models as m where m.name = v_model;
  v_shown := array(select t.message_id from ai.find_turns(p_conversation) as t);
  -- Without the search's look at spelling, which reads the whole business.
  select coalesce(jsonb_agg(jsonb_build_object('term', t.term, 'lexeme', t.lexeme, 'weight', 1)), '[]') into v_terms
  from unnest((tsvector_to_array(to_tsvector('pg_catalog.english', left(p_text, 4000))))[1:64]) with ordinality as t (lexeme, term);
  return query
  select
    format('- %s, %s: %s', ai.say_day(h.created_at, v_zone), case
      when h.direction = 'inbound' then 'the customer wrote'
      when h.role = 'staff' then 'our staff wrote'
      else 'we wrote'
    end, context.quote_text(h.body, c_longest)), h.created_at
  from (
    -- Measured by the best of what can be recalled: the question itself would be the best of all.
    select m.created_at, m.direction, m.role, m.body, m.id, r.score, r.is_match, r.vector,
      r.words / nullif(max(r.words) over (), 0) as words, r.neighbors / nullif(max(r.words) over (), 0) as neighbors
    from memory.rank_messages(
      v_tenant_id, p_conversation.customer_id, null, v_terms, null, (p_vector ->> 'embedding')::extensions.halfvec(1536), v_model
    ) as r
    join memory.messages as m on m.tenant_id = v_tenant_id and m.id = r.message_id
    where m.status not in ('canceled', 'failed', 'undelivered', 'undeliverable', 'held')
      and m.id <> all (v_shown)
      and memory.is_worth_embedding(m)
      and not memory.is_notice(v_tenant_id, m.id)
  ) as h
  where (h.is_match and h.words >= c_least_words or h.neighbors >= c_least_neighbor or h.vector >= v_least_likeness)
    and context.quote_text(h.body, c_longest) is not null
  order by h.score desc, h.created_at desc, h.id
  limit c_most;
end
$$;
comment on function ai.recall_lines(memory.conversations, text, jsonb) is
  'What was said with this customer before that may bear on a text, the best first: at most six dated lines, quoted. By words and, with p_vector {embedding, embeddingModel}, by meaning. Nothing that the model is shown as turns, and nothing for a party who is not known for sure.';
