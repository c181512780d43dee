create or replace function memory.list_unread(p_conversation memory.conversations, p_purpose text)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- Of what one call may read: beyond it the oldest are read first and the rest the next time.
  c_tokens constant integer := 12000;
  v_through constant timestamptz := coalesce(
    case p_purpose when 'enrichment' then p_conversation.enriched_through else p_conversation.compressed_through end, '-infinity');
begin
  return (
    with said as (
      select m.id, m.created_at, m.role, m.created_at > v_through as is_new, left(memory.own_words(m.body), 4000) as words,
        -- Those of the same instant stay together, so that a time says where reading ended.
        min(m.id::text) over (partition by m.created_at) as instant
      from memory.messages as m
      where m.tenant_id = p_conversation.tenant_id and m.conversation_id = p_conversation.id
        and m.role not in ('system', 'tool') and not m.is_secret and m.status not in ('canceled', 'failed', 'undelivered')
    ), placed as (
      select s.*, sum(context.count_tokens_roughly(s.words)) filter (where s.is_new) over (order by s.created_at, s.instant) as tokens,
        row_number() over (partition by s.is_new order by s.created_at desc, s.id desc) as age
      from said as s
      where s.words <> ''
    )
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'id', p.id, 'from', case p.role when 'customer' then 'customer' else 'business' end, 'at', context.to_iso(p.created_at),
      'isOld', case when not p.is_new then true end, 'text', p.words
    )) order by p.created_at, p.id), '[]')
    from placed as p
    where not p.is_new and p.age <= 4
      or p.is_new and (p.tokens <= c_tokens or p.created_at = (select min(f.created_at) from placed as f where f.is_new))
  );
end
$$;
comment on function memory.list_unread(memory.conversations, text) is
  'What a model is given to read, oldest first: [{id, from: customer | business, at, text, isOld: only to understand the rest}]; the customer''s own words without what they quote, at most about 12,000 tokens.';
