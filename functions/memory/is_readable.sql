create or replace function memory.is_readable(p_conversation memory.conversations, p_purpose text)
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return exists (
    select from memory.messages as m
    where m.tenant_id = p_conversation.tenant_id and m.conversation_id = p_conversation.id and m.role = 'customer' and not m.is_secret
      and m.customer_id is not null
      and m.created_at > coalesce(
        case p_purpose when 'enrichment' then p_conversation.enriched_through else p_conversation.compressed_through end, '-infinity')
      -- As memory.list_unread: who only quotes says nothing.
      and memory.own_words(m.body) <> ''
  ) and (
    p_purpose = 'enrichment'
    -- One summary for one customer: what several people said on a shared number is nobody's.
    or p_conversation.customer_id is not null and not exists (
      select from memory.messages as m
      where m.tenant_id = p_conversation.tenant_id and m.conversation_id = p_conversation.id and m.role = 'customer'
        and m.customer_id is distinct from p_conversation.customer_id
    )
  );
end
$$;
comment on function memory.is_readable(memory.conversations, text) is
  'Whether there is something new of a known customer to read in a conversation; for a summary all of it must be of one customer.';
