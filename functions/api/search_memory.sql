-- owner: rapport_owner
create or replace function api.search_memory(
  p_tenant_id uuid, p_query text, p_customer_id uuid default null, p_embedding real[] default null,
  p_embedding_model text default null, p_filters jsonb default '{}', p_limit integer default 10
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_scope uuid[];
  v_terms jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if p_customer_id is null then
    v_scope := memory.find_candidates(p_tenant_id, p_query);
  end if;
  v_terms := memory.read_query_terms(p_query, memory.list_vocabulary(p_tenant_id, p_customer_id, v_scope));
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'messageId', m.id, 'conversationId', m.conversation_id, 'customerId', m.customer_id, 'channel', m.channel,
      'direction', m.direction, 'role', m.role, 'at', context.to_iso(m.created_at),
      'snippet', memory.mark_snippet(m.body, v_terms),
      'score', h.score,
      'parts', jsonb_build_object(
        'words', h.lexical, 'neighbors', h.neighbors, 'conversation', h.conversation, 'vector', h.vector
      ),
      'before', memory.read_neighbor(p_tenant_id, m.conversation_id, m.created_at, m.id, false),
      'after', memory.read_neighbor(p_tenant_id, m.conversation_id, m.created_at, m.id, true)
    ) order by h.score desc, m.created_at desc, m.id), '[]')
    from (
      select r.*
      from memory.rank_messages(
        p_tenant_id, p_customer_id, v_terms, p_embedding::extensions.halfvec, p_embedding_model, v_scope
      ) as r
      join memory.messages as f on f.tenant_id = p_tenant_id and f.id = r.message_id
      where (p_filters ->> 'channel' is null or f.channel = p_filters ->> 'channel')
        and (p_filters ->> 'direction' is null or f.direction = p_filters ->> 'direction')
        and (p_filters ->> 'conversationId' is null or f.conversation_id = (p_filters ->> 'conversationId')::uuid)
        and (p_filters ->> 'from' is null or f.created_at >= (p_filters ->> 'from')::timestamptz)
        and (p_filters ->> 'to' is null or f.created_at < (p_filters ->> 'to')::timestamptz)
      order by r.score desc, f.created_at desc, f.id
      limit least(greatest(coalesce(p_limit, 10), 1), 100)
    ) as h
    join memory.messages as m on m.tenant_id = p_tenant_id and m.id = h.message_id
  );
end
$$;
