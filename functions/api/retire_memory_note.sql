create or replace function api.retire_memory_note(p_tenant_id uuid, p_customer_id uuid, p_note_id uuid, p_version integer, p_actor text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_note memory.memory_notes;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_note := memory.lock_note(p_customer_id, p_note_id);
  if v_note.version is distinct from p_version then
    return jsonb_build_object('outcome', 'conflict', 'note', memory.describe_note(v_note));
  end if;
  update memory.memory_notes as n
  set retired_at = ops.now(), retired_reason = 'by a person', edited_at = ops.now(), edited_by = p_actor
  where n.tenant_id = p_tenant_id and n.id = p_note_id and n.retired_at is null
  returning n.* into v_note;
  if not found then
    v_note := memory.lock_note(p_customer_id, p_note_id);
  end if;
  return jsonb_build_object('outcome', 'updated', 'note', memory.settle_note(v_note, p_actor));
end
$$;
comment on function api.retire_memory_note(uuid, uuid, uuid, integer, text) is
  'Withdraws a note: it is shown to nobody who answers, and comes back only when the customer says it again or api.restore_memory_note. {outcome: updated | conflict, note}; one that is retired stays so. RP001, RP006.';
