create or replace function memory.lock_note(p_customer_id uuid, p_note_id uuid)
returns memory.memory_notes
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_note memory.memory_notes;
begin
  -- The customer first, as whoever reads conversations holds them.
  perform memory.lock_customer(p_customer_id);
  select n.* into v_note
  from memory.memory_notes as n
  where n.tenant_id = v_tenant_id and n.id = p_note_id and n.customer_id = identity.follow_merge(p_customer_id)
  for no key update;
  if not found then
    raise exception 'no such note' using errcode = 'RP001';
  end if;
  return v_note;
end
$$;
comment on function memory.lock_note(uuid, uuid) is 'A note of a customer, held with them. RP001 for no such customer or note, RP006 for an erased customer.';
