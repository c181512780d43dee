-- pgls-ignore-all plpgsql_check: the transition tables exist only while the trigger runs
create or replace function memory.tg_deliveries__pass_over_notices()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from memory.unembedded_messages as u
  using new_rows as n
  where u.tenant_id = n.tenant_id and u.message_id = n.message_id and memory.is_notice(n.tenant_id, n.message_id);
  return null;
end
$$;
comment on function memory.tg_deliveries__pass_over_notices() is
  'Lets messages go that were noted for a vector and turn out to be notices of ours: what a message is for is written after it.';

create or replace trigger _500_pass_over_notices after insert on outreach.deliveries
referencing new table as new_rows
for each statement execute function memory.tg_deliveries__pass_over_notices();
