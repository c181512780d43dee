create or replace function api.correct_memory_note(
  p_tenant_id uuid, p_customer_id uuid, p_note_id uuid, p_changes jsonb, p_version integer, p_actor text
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_note memory.memory_notes;
  v_fact record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_note := memory.lock_note(p_customer_id, p_note_id);
  if v_note.version is distinct from p_version then
    return jsonb_build_object('outcome', 'conflict', 'note', memory.describe_note(v_note));
  elsif p_changes - array['kind', 'note', 'slot', 'value'] <> '{}' or p_changes = '{}' then
    raise exception 'nothing that can be changed' using errcode = 'RP003', hint = 'Send kind, note, slot or value.';
  end if;
  v_fact := memory.read_own_fact(
    coalesce(p_changes ->> 'kind', v_note.kind),
    case when p_changes ? 'slot' then p_changes ->> 'slot' else v_note.slot end,
    case when p_changes ? 'value' then p_changes ->> 'value' else v_note.value end,
    -- Old words would say the old value.
    case when p_changes ? 'note' or not p_changes ?| array['slot', 'value'] then coalesce(p_changes ->> 'note', v_note.note) end
  );
  update memory.memory_notes as n
  set kind = v_fact.kind, slot = case when p_changes ? 'slot' then p_changes ->> 'slot' else n.slot end, value = v_fact.value,
    note = v_fact.note, confidence = 1, edited_at = ops.now(), edited_by = p_actor
  where n.tenant_id = p_tenant_id and n.id = p_note_id
  returning n.* into v_note;
  return jsonb_build_object('outcome', 'updated', 'note', memory.settle_note(v_note, p_actor));
end
$$;
comment on function api.correct_memory_note(uuid, uuid, uuid, jsonb, integer, text) is
  'Sets a note right: p_changes {kind, note, slot, value}, what is not named stays; from then on it is a person''s, which no model overrules and which outlives its source. {outcome: updated | conflict, note}; a version that is not the current one changes nothing. RP001, RP006, RP003 as api.add_memory_note.';
