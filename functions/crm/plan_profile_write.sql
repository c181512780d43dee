create or replace function crm.plan_profile_write(p_push crm.pushes, p_notes text, p_tags text[], p_updated_at timestamptz)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_block constant text := crm.render_notes_block(p_push.tenant_id, p_push.customer_id);
  v_wanted constant text[] := crm.list_wanted_tags(p_push.tenant_id, p_push.customer_id);
  v_hash constant text := crm.hash_wanted(v_block, v_wanted);
  v_known crm.pushed_profiles;
  v_notes text;
  v_tags text[];
  v_is_ours boolean;
begin
  v_known := crm.lock_pushed_profile(p_push);
  select r.notes, r.tags into v_notes, v_tags from crm.restore_overwritten(p_push.housecall_pro_id, p_notes, p_tags) as r;
  -- What stands there just as our last write left it needs no other, even where HousecallPro keeps it in a form of its own.
  select v_notes is not distinct from p_notes and v_tags = p_tags
    and w.outcome = 'written' and w.wanted_hash = v_hash and crm.is_written(w, p_notes, p_tags)
  into v_is_ours
  from crm.push_writes as w
  where w.tenant_id = p_push.tenant_id and w.push_id = p_push.id
  order by w.created_at desc, w.id desc
  limit 1;

  v_notes := crm.merge_notes_block(v_notes, v_block, v_known.own_lines);
  v_tags := crm.merge_tags(v_tags, v_wanted, v_known.own_tags, v_known.seen_tags);
  if v_is_ours or crm.plain_text(v_notes) = crm.plain_text(p_notes) and v_tags = p_tags then
    return crm.settle_profile_push(p_push, p_tags, v_wanted, v_hash);
  elsif p_push.round >= 5 then
    return crm.defer_push(p_push, 'queued', 'others keep writing there', ops.now() + interval '2 minutes', true);
  end if;
  insert into crm.push_writes (
    tenant_id, push_id, customer_id, housecall_pro_id, base_notes, base_tags, base_updated_at, notes, tags, wanted_hash
  )
  values (
    p_push.tenant_id, p_push.id, p_push.customer_id, p_push.housecall_pro_id, p_notes, p_tags, p_updated_at,
    case when crm.plain_text(v_notes) <> crm.plain_text(p_notes) then v_notes end, case when v_tags <> p_tags then v_tags end, v_hash
  );
  perform crm.remember_lines(p_push.housecall_pro_id, v_notes);
  return crm.step_push(p_push.id, 'write');
end
$$;
comment on function crm.plan_profile_write(crm.pushes, text, text[], timestamptz) is
  'Merges what we have to say into a record of HousecallPro as it was just read, with what a write of ours undid: the write that this takes (crm.next_call), or the end of the push where there is nothing to change. What is ours in it is remembered before it is written.';
