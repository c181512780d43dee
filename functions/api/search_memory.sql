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
set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_filters jsonb;
  v_customer_id uuid;
  v_terms jsonb;
  v_any tsquery;
  v_pieces text[];
begin
  -- Generic plans: the statements of a search are long, and planning them anew for every call takes a third of it.
  perform tenancy.set_tenant(p_tenant_id);
  v_filters := memory.check_filters(p_filters);
  if p_customer_id is not null then
    v_customer_id := context.find_customer(p_tenant_id, 'customer_id', p_customer_id::text);
    if v_customer_id is null then
      raise exception 'no such customer' using errcode = 'RP001';
    end if;
  end if;
  v_terms := memory.read_query_terms(p_tenant_id, p_query, v_customer_id);
  v_any := memory.to_any_query(array(select t ->> 'lexeme' from jsonb_array_elements(v_terms) as t));
  v_pieces := memory.split_query(p_query);
  return (
    with hits as materialized (
      select r.message_id as id, r.said_at, r.score, r.words, r.neighbors, r.conversation, r.vector, r.is_match
      from memory.find_messages(
        p_tenant_id, v_customer_id, p_query, v_terms, v_filters, p_embedding::extensions.halfvec, p_embedding_model
      ) as r
      where v_filters = '{}' or exists (
        select from memory.messages as f
        where f.tenant_id = p_tenant_id and f.id = r.message_id and memory.fits_filters(f, v_filters)
      )
      order by r.score desc, r.said_at desc, r.message_id desc
      limit least(greatest(coalesce(p_limit, 10), 1), 100)
    )
    select coalesce(jsonb_agg(jsonb_build_object(
      'messageId', m.id, 'conversationId', m.conversation_id, 'customerId', m.customer_id,
      'customerName', nullif(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'channel', m.channel,
      'direction', m.direction, 'role', m.role, 'at', context.to_iso(m.created_at), 'text', left(m.body, 2000),
      'snippet', memory.mark_snippet(m.body, m.body_search, v_any, v_pieces), 'isMatch', h.is_match, 'score', h.score,
      'parts', jsonb_build_object(
        'words', h.words, 'neighbors', h.neighbors, 'conversation', h.conversation, 'vector', h.vector
      )
    ) || memory.read_neighbors(p_tenant_id, m.conversation_id, m.customer_id, m.created_at, m.id)
    order by h.score desc, h.said_at desc, h.id desc), '[]')
    from hits as h
    join memory.messages as m on m.tenant_id = p_tenant_id and m.id = h.id
    left join identity.customers as c on c.tenant_id = p_tenant_id and c.id = m.customer_id
  );
end
$$;
comment on function api.search_memory(uuid, text, uuid, real[], text, jsonb, integer) is
  'Messages that answer a question, best first, of one customer or without one of the whole business: [{messageId, conversationId, customerId, customerName, channel, direction, role, at, text (2,000 characters), snippet [{text, isMatch}], isMatch, score, parts {words, neighbors, conversation, vector}, before, after}]. p_embedding is the query''s vector by p_embedding_model; only vectors of that model are compared. p_filters {channel, direction, conversationId, from, to (exclusive)}; p_limit 1-100. isMatch is false where only the rest of the conversation speaks for a message. RP001 for an unknown customer, RP003 for an unusable filter.';
