create or replace function memory.latest_summary(p_conversation memory.conversations)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return coalesce(
    (
      select s.summary
      from memory.conversation_summaries as s
      where s.tenant_id = p_conversation.tenant_id and s.customer_id = p_conversation.customer_id
      order by s.conversation_id = p_conversation.id desc, s.through desc, s.version desc
      limit 1
    ),
    (select c.summary from identity.customers as c where c.tenant_id = p_conversation.tenant_id and c.id = p_conversation.customer_id)
  );
end
$$;
comment on function memory.latest_summary(memory.conversations) is
  'The summary that the next one is written from: this conversation''s last, else the customer''s last, else what stands in their profile.';
