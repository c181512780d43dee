-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function memory.tg_messages__classify()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- More at once is an import, which must not wait for this.
  c_most_at_once constant integer := 20;
begin
  if (select count(*) from new_rows as n where n.role = 'customer') > c_most_at_once then
    insert into memory.unclassified_messages (tenant_id, message_id)
    select n.tenant_id, n.id from new_rows as n where n.role = 'customer' order by n.tenant_id, n.id;
  else
    insert into memory.message_classes (tenant_id, message_id, semantic_category, extracted_entities)
    select n.tenant_id, n.id, c.category, c.entities
    from new_rows as n cross join lateral memory.read_class(n.body) as c
    where n.role = 'customer'
    order by n.tenant_id, n.id;
  end if;
  return null;
end
$$;
comment on function memory.tg_messages__classify() is
  'Says of new messages of customers what they are about; of many at once it is said later (api.classify_messages).';

create or replace trigger _500_classify after insert on memory.messages
referencing new table as new_rows
for each statement execute function memory.tg_messages__classify();
