create or replace function memory.tg_feature_flags__embed()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- While it was off, nobody noted what came.
  update memory.embedding_states as s set is_filled = false where s.tenant_id = new.tenant_id;
  perform memory.enqueue_embedding(new.tenant_id);
  return null;
end
$$;
comment on function memory.tg_feature_flags__embed() is 'Has a tenant''s messages embedded as soon as that is switched on.';

create or replace trigger _900_embed after insert or update of is_enabled on tenancy.feature_flags
for each row when (new.name in ('CUSTOMER_CONTEXT_EMBEDDINGS', 'REAL_TIME_EMBEDDINGS') and new.is_enabled)
execute function memory.tg_feature_flags__embed();
