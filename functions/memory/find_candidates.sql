create or replace function memory.find_candidates(p_tenant_id uuid, p_query text)
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_any tsquery;
begin
  select string_agg(quote_literal(u.lexeme), ' | ')::tsquery into v_any
  from unnest(to_tsvector('pg_catalog.english', left(p_query, 4000))) as u;
  return array(
    select m.id from memory.messages as m
    where m.tenant_id = p_tenant_id and m.body_search @@ v_any
    order by ts_rank(m.body_search, v_any, 1) desc, m.created_at desc
    limit 2000
  );
end
$$;
comment on function memory.find_candidates(uuid, text) is
  'Up to 2,000 messages of a tenant that share a word with the query, the likeliest first: what a search over all customers ranks exactly.';
