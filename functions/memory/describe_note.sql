create or replace function memory.describe_note(p_note memory.memory_notes)
returns jsonb
language plpgsql
stable
parallel safe
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_note.id, 'customerId', p_note.customer_id, 'kind', p_note.kind, 'slot', p_note.slot, 'value', p_note.value, 'note', p_note.note,
    'quote', p_note.quote, 'source', p_note.source, 'sourceMessageId', p_note.source_message_id, 'confidence', p_note.confidence,
    'writtenBy', p_note.written_by, 'validFrom', context.to_iso(p_note.valid_from), 'validTo', context.to_iso(p_note.valid_to),
    'recordedAt', context.to_iso(p_note.recorded_at), 'confirmedAt', context.to_iso(p_note.confirmed_at),
    'editedAt', context.to_iso(p_note.edited_at), 'editedBy', p_note.edited_by, 'retiredAt', context.to_iso(p_note.retired_at),
    'retiredReason', p_note.retired_reason, 'supersededBy', p_note.superseded_by, 'version', p_note.version
  );
end
$$;
comment on function memory.describe_note(memory.memory_notes) is 'A note as people see it, with where it came from, its four times and its version.';
