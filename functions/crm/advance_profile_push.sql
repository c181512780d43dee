create or replace function crm.advance_profile_push(p_push crm.pushes, p_outcome jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if p_push.step = 'write' then
    update crm.push_writes as w
    set outcome = case p_outcome ->> 'kind' when 'written' then 'written' else 'not_written' end,
      written_updated_at = (p_outcome ->> 'updatedAt')::timestamptz,
      -- As HousecallPro keeps it, should it change something: that is not a person's doing.
      notes = case when w.notes is not null and p_outcome ->> 'kind' = 'written' then coalesce(p_outcome ->> 'notes', w.notes) else w.notes end
    where w.tenant_id = p_push.tenant_id and w.push_id = p_push.id and w.outcome is null;
  end if;
  if p_outcome ->> 'kind' = 'written' then
    perform crm.remember_lines(p_push.housecall_pro_id, p_outcome ->> 'notes');
    return crm.step_push(p_push.id, 'verify');
  end if;
  return crm.plan_profile_write(
    p_push, p_outcome ->> 'notes', array(select jsonb_array_elements_text(p_outcome -> 'tags')),
    (p_outcome ->> 'updatedAt')::timestamptz
  );
end
$$;
comment on function crm.advance_profile_push(crm.pushes, jsonb) is
  'What comes after a call of a profile push: {kind: customer (read) | changed (it was not what we had read; nothing was written), notes, tags, updatedAt} is merged, {kind: written, notes, updatedAt} is read once more. The next call, or how it ended.';
