create or replace function memory.settle_note(p_note memory.memory_notes, p_actor text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_note memory.memory_notes;
begin
  -- Of one slot one value holds: the one that a person has just said.
  if p_note.slot is not null and p_note.retired_at is null and p_note.valid_to is null then
    update memory.memory_notes as o
    set valid_to = greatest(ops.now(), o.valid_from), superseded_by = p_note.id
    where o.tenant_id = p_note.tenant_id and o.customer_id = p_note.customer_id and o.slot = p_note.slot and o.id <> p_note.id
      and o.retired_at is null and o.valid_to is null;
  end if;
  if p_note.slot in ('preferred_time', 'preferred_channel', 'preferred_technician') then
    perform memory.follow_preferences(p_note.customer_id, p_actor);
  end if;
  select n.* into v_note from memory.memory_notes as n where n.tenant_id = p_note.tenant_id and n.id = p_note.id;
  return memory.describe_note(v_note);
end
$$;
comment on function memory.settle_note(memory.memory_notes, text) is
  'After a person''s change of a note: what else was held of its slot is superseded, and the profile follows. Returns the note as people see it.';
