-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function memory.tg_messages__note_unembedded()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into memory.unembedded_messages (tenant_id, message_id, said_at)
  select n.tenant_id, n.id, n.created_at
  from new_rows as n
  where n.tenant_id = any (array(
    -- Kept apart, so that a tenant is asked once, not once for each message.
    select t.tenant_id from (select distinct d.tenant_id from new_rows as d offset 0) as t
    where tenancy.is_enabled(t.tenant_id, 'CUSTOMER_CONTEXT_EMBEDDINGS')
  )) and memory.is_worth_embedding(n)
  order by n.tenant_id, n.id;
  return null;
end
$$;
comment on function memory.tg_messages__note_unembedded() is
  'Notes new messages that are worth a vector, of tenants that want them embedded.';

create or replace trigger _500_note_unembedded after insert on memory.messages
referencing new table as new_rows
for each statement execute function memory.tg_messages__note_unembedded();
