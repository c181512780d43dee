create or replace function memory.find_candidates(
  p_customer_id uuid, p_query text, p_embedding real[], p_embedding_model text, p_limit integer
)
returns table (message_id uuid, note_id uuid, body text, said_by text, at timestamptz, score real, helped bigint)
language plpgsql
stable
security invoker
set search_path = ''
as $$
#variable_conflict use_column
declare
  -- What has helped comes earlier by a sixth of the best hit at most: it decides between what fits about as well, and never
  -- puts what does not fit before what does.
  c_helped_weight constant real := 0.15;
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_lexemes constant text[] := tsvector_to_array(to_tsvector('pg_catalog.english', left(p_query, 4000)));
begin
  return query
  with hits as (
    select (h.hit ->> 'messageId')::uuid as message_id, null::uuid as note_id, h.hit ->> 'text' as body, h.hit ->> 'role' as said_by,
      (h.hit ->> 'at')::timestamptz as at, (h.hit ->> 'score')::real / nullif(max((h.hit ->> 'score')::real) over (), 0) as share
    from jsonb_array_elements(
      api.search_memory(v_tenant_id, p_query, p_customer_id, p_embedding, p_embedding_model, '{}', 50)
    ) as h (hit)
    union all
    select null, n.id, n.note, n.source, n.recorded_at, 0.5::real + 0.5::real * m.found / cardinality(v_lexemes)
    from memory.memory_notes as n
    cross join lateral (
      select count(*) as found
      from unnest(tsvector_to_array(to_tsvector('pg_catalog.english', concat_ws(' ', n.note, n.quote)))) as w (lexeme)
      where w.lexeme = any (v_lexemes)
    ) as m
    where n.tenant_id = v_tenant_id and n.customer_id = p_customer_id and n.retired_at is null
      and coalesce(n.valid_to, 'infinity') > ops.now() and m.found > 0
      and tenancy.is_enabled(v_tenant_id, 'CONTEXT_MEMORY_ENABLED')
  )
  select w.message_id, w.note_id, w.body, w.said_by, w.at,
    (w.share + c_helped_weight * w.helped / (w.helped + 1))::real as score, w.helped
  from (select h.*, memory.count_helped(h.message_id, h.note_id) as helped from hits as h) as w
  order by score desc, w.at desc, coalesce(w.message_id, w.note_id)
  limit p_limit;
end
$$;
comment on function memory.find_candidates(uuid, text, real[], text, integer) is
  'What is remembered of a customer that may answer a question, messages and notes, best first. score: likeness as a share of the best message''s (a note''s by how much of the question it covers), and up to 0.15 more for what has helped before.';
