create or replace function api.amend_memory_note(
  p_tenant_id uuid, p_customer_id uuid, p_note_id uuid, p_action text, p_version integer, p_changes jsonb default '{}',
  p_idempotency_key text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_result jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_result := ai.begin_tool_call('correct_note', p_idempotency_key, jsonb_build_array(p_note_id, p_action, p_version, p_changes));
  if v_result is not null then
    return v_result;
  end if;
  v_result := case p_action
    when 'correct' then api.correct_memory_note(p_tenant_id, p_customer_id, p_note_id, p_changes, p_version, ops.current_actor())
    when 'retire' then api.retire_memory_note(p_tenant_id, p_customer_id, p_note_id, p_version, ops.current_actor())
    when 'restore' then api.restore_memory_note(p_tenant_id, p_customer_id, p_note_id, p_version, ops.current_actor())
  end;
  if v_result is null then
    raise exception 'nothing that is done to notes' using errcode = 'RP003', hint = 'Say correct, retire or restore.';
  end if;
  -- What the note says stands with the note, not with the key.
  return ai.end_tool_call(p_idempotency_key, (v_result #>> '{note,customerId}')::uuid, jsonb_build_object(
    'customerId', v_result #> '{note,customerId}', 'noteId', v_result #> '{note,id}', 'outcome', v_result -> 'outcome',
    'version', v_result #> '{note,version}'
  ));
end
$$;
comment on function api.amend_memory_note(uuid, uuid, uuid, text, integer, jsonb, text) is
  'Sets a note right for an agent: p_action correct (with p_changes), retire or restore, as api.correct_memory_note, api.retire_memory_note and api.restore_memory_note. {customerId, noteId, outcome: updated | conflict, version: the current one}. RP001, RP003, RP006 as there, RP003 for another action, RP004 for a key used for something else.';
