create or replace function crm.settle_profile_push(p_push crm.pushes, p_tags text[], p_wanted text[], p_hash text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_has_written boolean;
begin
  update crm.overwritten_edits as e
  set restored_at = ops.now()
  from crm.push_writes as w
  where w.tenant_id = p_push.tenant_id and w.housecall_pro_id = p_push.housecall_pro_id
    and e.tenant_id = w.tenant_id and e.write_id = w.id and e.restored_at is null;
  update crm.pushed_profiles as b
  set wanted_hash = p_hash, pushed_at = ops.now(), gone_at = null,
    own_tags = array(
      select t.tag from unnest(p_tags) with ordinality as t (tag, place)
      where t.tag = any (b.own_tags) or exists (
        select from crm.push_writes as w
        where w.tenant_id = b.tenant_id and w.housecall_pro_id = b.housecall_pro_id and w.outcome is distinct from 'not_written'
          and t.tag = any (w.tags) and t.tag <> all (w.base_tags) and t.tag = any (p_wanted)
      )
      order by t.place
    ),
    seen_tags = p_tags || array(
      select s.tag from unnest(b.seen_tags) as s (tag) where s.tag = any (p_wanted) and s.tag <> all (p_tags)
    )
  where b.tenant_id = p_push.tenant_id and b.housecall_pro_id = p_push.housecall_pro_id;
  v_has_written := exists (
    select from crm.push_writes as w where w.tenant_id = p_push.tenant_id and w.push_id = p_push.id and w.outcome <> 'not_written'
  );
  return crm.end_push(
    p_push, case when v_has_written then 'done' else 'skipped' end, case when not v_has_written then 'nothing to change' end
  );
end
$$;
comment on function crm.settle_profile_push(crm.pushes, text[], text[], text) is
  'Ends a profile push: the record of HousecallPro, whose tags are p_tags, says what we have to say (p_hash, p_wanted). Remembers which tags are ours.';
