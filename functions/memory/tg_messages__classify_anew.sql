create or replace function memory.tg_messages__classify_anew()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into memory.message_classes as c (tenant_id, message_id, semantic_category, extracted_entities)
  select new.tenant_id, new.id, r.category, r.entities from memory.read_class(new.body) as r
  on conflict (tenant_id, message_id) do update
  set semantic_category = excluded.semantic_category, extracted_entities = excluded.extracted_entities, source = 'rules',
    classified_at = ops.now();
  return null;
end
$$;
comment on function memory.tg_messages__classify_anew() is
  'A message of a customer whose text changes is read anew; what a model said of the old text goes.';

create or replace trigger _500_classify_anew after update of body on memory.messages
for each row when (new.role = 'customer' and old.body is distinct from new.body)
execute function memory.tg_messages__classify_anew();
