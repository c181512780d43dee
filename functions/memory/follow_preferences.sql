create or replace function memory.follow_preferences(p_customer_id uuid, p_actor text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_wish record;
begin
  -- A loop over the three fields, because each has a source of its own.
  for v_wish in
    select f.field, n.id, n.edited_at is not null as is_by_person, case f.field
      when 'preferredTechnicianName' then to_jsonb(coalesce(
        (select min(e.name) from crm.employees as e where e.tenant_id = v_tenant_id and lower(split_part(e.name, ' ', 1)) = n.value having count(*) = 1),
        initcap(n.value)))
      else to_jsonb(n.value) end as value
    from (values
      ('preferredTimeWindow', 'preferred_time'), ('communicationPreference', 'preferred_channel'), ('preferredTechnicianName', 'preferred_technician')
    ) as f (field, slot)
    left join lateral (
      select m.id, m.value, m.edited_at
      from memory.memory_notes as m
      where m.tenant_id = v_tenant_id and m.customer_id = p_customer_id and m.slot = f.slot and m.retired_at is null and m.valid_to is null
      order by m.edited_at desc nulls last, m.valid_from desc, m.id
      limit 1
    ) as n on true
    left join identity.field_sources as s on s.tenant_id = v_tenant_id and s.customer_id = p_customer_id and s.field = f.field
    -- What nobody says any more goes only where it had come from a note.
    where n.id is not null or starts_with(s.source_ref, 'note:')
  loop
    perform identity.take_over(
      p_customer_id, jsonb_build_object(v_wish.field, coalesce(v_wish.value, 'null')),
      case when v_wish.is_by_person then 'staff' else 'channel' end, 'note:' || v_wish.id, p_actor
    );
    if v_wish.id is null then
      -- A person's edit of the note ranked as theirs; with the note their word is gone, too.
      delete from identity.field_sources as s
      where s.tenant_id = v_tenant_id and s.customer_id = p_customer_id and s.field = v_wish.field and coalesce(s.source_ref, 'note:') like 'note:%';
      perform identity.apply_changes(p_customer_id, jsonb_build_object(v_wish.field, null));
    end if;
  end loop;
end
$$;
comment on function memory.follow_preferences(uuid, text) is
  'Brings the profile''s time window, channel and technician in step with the notes, with the note as their source; what a person or the CRM set in the profile itself stays.';
