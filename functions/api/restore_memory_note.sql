create or replace function api.restore_memory_note(p_tenant_id uuid, p_customer_id uuid, p_note_id uuid, p_version integer, p_actor text)
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
  set retired_at = null, retired_reason = null, valid_to = null, superseded_by = null, edited_at = ops.now(), edited_by = p_actor
  where n.tenant_id = p_tenant_id and n.id = p_note_id and (n.retired_at is not null or n.valid_to is not null)
  returning n.* into v_note;
  if not found then
    v_note := memory.lock_note(p_customer_id, p_note_id);
  end if;
  return jsonb_build_object('outcome', 'updated', 'note', memory.settle_note(v_note, p_actor));
end
$$;
comment on function api.restore_memory_note(uuid, uuid, uuid, integer, text) is
  'Makes a note hold again that was retired or superseded, as a person''s word: what is held of its slot meanwhile is superseded. {outcome: updated | conflict, note}; one that holds stays as it is. RP001, RP006.';
