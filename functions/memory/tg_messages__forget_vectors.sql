create or replace function memory.tg_messages__forget_vectors()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from memory.conversation_embeddings as e where e.tenant_id = new.tenant_id and e.message_id = new.id;
  delete from memory.unembedded_messages as u where u.tenant_id = new.tenant_id and u.message_id = new.id;
  if memory.is_worth_embedding(new) and not memory.is_notice(new.tenant_id, new.id)
    and tenancy.is_enabled(new.tenant_id, 'CUSTOMER_CONTEXT_EMBEDDINGS')
  then
    -- A change of the model may note all messages at the same time.
    insert into memory.unembedded_messages (tenant_id, message_id, said_at) values (new.tenant_id, new.id, new.created_at)
    on conflict (tenant_id, message_id) do nothing;
  end if;
  return null;
end
$$;
comment on function memory.tg_messages__forget_vectors() is
  'A message whose text changes, or turns out to be a secret, loses its vectors with the change, and gets new ones if it is still worth one. A deleted one loses them by its foreign key.';

-- Row by row, because mostly none changes: delivery states do, texts hardly ever.
create or replace trigger _500_forget_vectors after update of body, is_secret on memory.messages
for each row when (old.body is distinct from new.body or old.is_secret is distinct from new.is_secret)
execute function memory.tg_messages__forget_vectors();
