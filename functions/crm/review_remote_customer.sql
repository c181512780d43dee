create or replace function crm.review_remote_customer(p_tenant_id uuid, p_customer jsonb)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_updated_at constant timestamptz := crm.read_time(p_customer -> 'updated_at');
  v_notes constant text := p_customer ->> 'notes';
  v_tags constant text[] := array(
    select t.tag from jsonb_array_elements_text(
      case jsonb_typeof(p_customer -> 'tags') when 'array' then p_customer -> 'tags' else '[]' end
    ) with ordinality as t (tag, place) order by t.place
  );
  v_write crm.push_writes;
begin
  perform from identity.customers as c
  where c.tenant_id = p_tenant_id and c.id = (
    select b.customer_id from crm.pushed_profiles as b
    where b.tenant_id = p_tenant_id and b.housecall_pro_id = p_customer ->> 'id'
  )
  for key share;
  if not found then
    return 'foreign';
  end if;
  -- Locked, so that a push which is about to end sees this, or this sees that it ended. Newest first: what stands there now.
  for v_write in
    select w.* from crm.push_writes as w
    where w.tenant_id = p_tenant_id and w.housecall_pro_id = p_customer ->> 'id'
      and w.outcome is distinct from 'not_written' and w.created_at > ops.now() - interval '2 days'
    order by w.created_at desc, w.id desc
    for no key update
  loop
    if crm.is_written(v_write, v_notes, v_tags) then
      return 'own';
    elsif v_updated_at >= coalesce(v_write.base_updated_at, v_updated_at)
      and v_updated_at <= coalesce(v_write.written_updated_at, v_updated_at)
    then
      continue when crm.plain_text(v_notes) = crm.plain_text(v_write.base_notes) and v_tags = v_write.base_tags;
      insert into crm.overwritten_edits (tenant_id, write_id, version_hash, notes, tags, updated_at)
      values (
        p_tenant_id, v_write.id, md5(jsonb_build_array(v_notes, to_jsonb(v_tags), v_updated_at)::text), v_notes, v_tags, v_updated_at
      )
      on conflict do nothing;
      if found then
        perform crm.queue_profile_pushes(p_tenant_id, array[v_write.customer_id]);
      end if;
      return 'overwritten';
    end if;
  end loop;
  return 'foreign';
end
$$;
comment on function crm.review_remote_customer(uuid, jsonb) is
  'Whose version of a customer an event of HousecallPro tells of: own (the echo of a write of ours), overwritten (a person''s, which one of our writes undid at the same moment: a push is queued that puts it back), foreign (anything else).';
