create or replace function api.add_memory_note(
  p_tenant_id uuid, p_customer_id uuid, p_kind text, p_actor text, p_note text default null, p_slot text default null,
  p_value text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_fact record;
  v_note memory.memory_notes;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_customer_id := memory.lock_customer(p_customer_id);
  v_fact := memory.read_own_fact(p_kind, p_slot, p_value, p_note);
  insert into memory.memory_notes (tenant_id, customer_id, kind, slot, value, note, source, written_by, edited_at, edited_by)
  values (p_tenant_id, v_customer_id, v_fact.kind, p_slot, v_fact.value, v_fact.note, 'staff', p_actor, ops.now(), p_actor)
  returning * into v_note;
  return memory.settle_note(v_note, p_actor);
end
$$;
comment on function api.add_memory_note(uuid, uuid, text, text, text, text, text) is
  'Writes down a note of a person''s: words (p_note), or a fact (p_slot with p_value), whose words are made of it unless given. It supersedes what was held of its slot, and no model overrules it. The note as in api.list_memory_notes. RP001 unknown, RP006 erased, RP003 for neither words nor fact or a value that is none for the slot, 23514 for another kind.';
