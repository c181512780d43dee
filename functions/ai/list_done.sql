create or replace function ai.list_done(p_conversation memory.conversations)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select string_agg(format('- %s: %s', c.tool, c.result), E'\n' order by c.created_at, c.id)
    from ai.tool_calls as c
    where c.tenant_id = p_conversation.tenant_id and c.customer_id = p_conversation.customer_id
      and c.caller = 'job:reply' and c.result is not null
      and split_part(c.idempotency_key, ':', 1) = ai.first_unanswered(p_conversation)::text
  );
end
$$;
comment on function ai.list_done(memory.conversations) is
  'What tools have done already for the messages that are unanswered, a line each: an attempt at this reply that came to nothing left it behind. Null when there is nothing.';
