create or replace function memory.tg_messages__retire_facts()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_known constant text := current_setting('rapport.tenant_id', true);
begin
  if exists (
    select from memory.memory_notes as n where n.tenant_id = old.tenant_id and n.source_message_id = old.id
  ) then
    -- The owner's functions work for several tenants.
    perform set_config('rapport.tenant_id', old.tenant_id::text, true);
    perform memory.retire_facts_of(array[old.id]);
    perform set_config('rapport.tenant_id', coalesce(v_known, ''), true);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
comment on function memory.tg_messages__retire_facts() is
  'Retires what a message told when the message goes or its text is changed, in the same transaction. Before the row goes: then its notes still name it.';

create or replace trigger _500_retire_facts before delete on memory.messages
for each row execute function memory.tg_messages__retire_facts();
create or replace trigger _500_retire_edited_facts before update of body on memory.messages
for each row when (new.body is distinct from old.body) execute function memory.tg_messages__retire_facts();
