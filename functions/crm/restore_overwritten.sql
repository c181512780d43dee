create or replace function crm.restore_overwritten(p_housecall_pro_id text, inout p_notes text, inout p_tags text[])
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_write crm.push_writes;
  v_is_newer boolean;
begin
  -- Hardly ever more than one; a later edit stands on the earlier ones.
  for v_write in
    select w.* from crm.push_writes as w
    where w.tenant_id = tenancy.current_tenant() and w.housecall_pro_id = p_housecall_pro_id
      and w.overwritten_updated_at is not null and w.restored_at is null
      and coalesce(w.overwritten_updated_at <= w.written_updated_at, true)
    order by w.overwritten_updated_at, w.id
  loop
    -- Times are whole seconds: within the second of what we read it may be the older one, and then nothing was deleted.
    v_is_newer := coalesce(v_write.overwritten_updated_at > v_write.base_updated_at, false);
    if v_write.notes is not null then
      p_notes := crm.add_line_changes(
        p_notes, v_write.base_notes,
        concat_ws(E'\n', v_write.overwritten_notes, case when not v_is_newer then v_write.base_notes end)
      );
    end if;
    if v_write.tags is not null then
      p_tags := array(
        select t.tag from unnest(p_tags) with ordinality as t (tag, place)
        where not (v_is_newer and t.tag = any (v_write.base_tags) and t.tag <> all (v_write.overwritten_tags))
        order by t.place
      ) || array(
        select t.tag from unnest(v_write.overwritten_tags) with ordinality as t (tag, place)
        where t.tag <> all (v_write.base_tags || p_tags)
        order by t.place
      );
    end if;
  end loop;
end
$$;
comment on function crm.restore_overwritten(text, text, text[]) is
  'Notes and tags of a record at HousecallPro together with what people changed while one of our writes was under way, and which that write undid.';
