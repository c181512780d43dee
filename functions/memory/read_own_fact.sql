create or replace function memory.read_own_fact(
  p_kind text, p_slot text, p_value text, p_note text, out kind text, out value text, out note text
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_slot memory.fact_slots;
begin
  select s.* into v_slot from memory.fact_slots as s where s.slot = p_slot;
  kind := coalesce(v_slot.kind, p_kind);
  if p_slot is not null then
    value := memory.read_fact_value(p_slot, coalesce(v_slot.reads_as, 'words'), coalesce(v_slot.choices, '{}'), p_value);
    if value is null then
      raise exception 'no value for this slot' using errcode = 'RP003', hint = case
        when v_slot.choices <> '{}' then 'One of ' || array_to_string(v_slot.choices, ', ') || '.'
        else 'Give a value of the slot''s form.'
      end;
    end if;
  elsif p_value is not null then
    raise exception 'a value without a slot' using errcode = 'RP003', hint = 'Say with slot what the value is about.';
  end if;
  note := coalesce(nullif(btrim(p_note), ''), case
    when value = 'no' then v_slot.note_if_no
    when v_slot.note is not null then format(v_slot.note, memory.say_value(p_slot, v_slot.reads_as, value))
    else initcap(translate(p_slot, '_:', '  ')) || ': ' || value
  end);
  if note is null then
    raise exception 'a note without words' using errcode = 'RP003', hint = 'Give note, or slot and value.';
  end if;
end
$$;
comment on function memory.read_own_fact(text, text, text, text) is
  'A person''s note as it is kept: the kind of its slot, the value in its one form, words made of them where none are given. RP003 for a value that is none.';
