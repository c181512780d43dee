create or replace function memory.list_scope(p_tenant_id uuid, p_customer_id uuid, p_conversations uuid[], p_lexemes text[])
returns table (message_id uuid, conversation_id uuid, created_at timestamptz, terms real, matched tsvector)
language plpgsql
stable
rows 100
security invoker
set search_path = ''
as $$
declare
  v_any tsquery := memory.to_any_query(p_lexemes);
begin
  -- "rows 100": by the usual guess of 1,000 the ranking reserves memory for tens of thousands of groups.
  -- Two statements, so that each has the plan of its own index. Marking the lexemes and keeping the marked ones is
  -- many times faster than unnesting whole messages.
  if p_customer_id is not null then
    return query
    select m.id, m.conversation_id, m.created_at, greatest(length(m.body_search), 1)::real,
      case when m.body_search @@ v_any then ts_filter(setweight(m.body_search, 'A', p_lexemes), '{A}') end
    from memory.messages as m
    where m.tenant_id = p_tenant_id and m.customer_id = p_customer_id and not m.is_secret;
  else
    return query
    select m.id, m.conversation_id, m.created_at, greatest(length(m.body_search), 1)::real,
      case when m.body_search @@ v_any then ts_filter(setweight(m.body_search, 'A', p_lexemes), '{A}') end
    from memory.messages as m
    where m.tenant_id = p_tenant_id and m.conversation_id = any (p_conversations) and not m.is_secret;
  end if;
end
$$;
comment on function memory.list_scope(uuid, uuid, uuid[], text[]) is
  'The messages that one search ranks, a customer''s or those of some conversations, with their number of different terms and what they share with the lexemes (null: nothing).';
