create or replace function crm.restore_overwritten(
  p_housecall_pro_id text, p_notes text, p_tags text[], out notes text, out tags text[]
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_edit record;
begin
  notes := p_notes;
  tags := p_tags;
  -- Hardly ever more than one; a later edit stands on the earlier ones.
  for v_edit in
    select w.notes is not null as has_notes, w.base_notes, w.tags is not null as has_tags, w.base_tags, e.notes as edited_notes,
      e.tags as edited_tags,
      -- Times are whole seconds: within the second of what we read it may be the older one, and then nothing was deleted.
      coalesce(e.updated_at > w.base_updated_at, false) as is_newer
    from crm.overwritten_edits as e
    join crm.push_writes as w on w.tenant_id = e.tenant_id and w.id = e.write_id
    where e.tenant_id = tenancy.current_tenant() and w.housecall_pro_id = p_housecall_pro_id and e.restored_at is null
      and w.outcome is distinct from 'not_written' and coalesce(e.updated_at <= w.written_updated_at, true)
    order by e.updated_at, w.created_at, e.version_hash
  loop
    if v_edit.has_notes then
      notes := crm.add_line_changes(
        notes, v_edit.base_notes, concat_ws(E'\n', v_edit.edited_notes, case when not v_edit.is_newer then v_edit.base_notes end)
      );
    end if;
    if v_edit.has_tags then
      tags := array(
        select t.tag from unnest(tags) with ordinality as t (tag, place)
        where not (v_edit.is_newer and t.tag = any (v_edit.base_tags) and t.tag <> all (v_edit.edited_tags))
        order by t.place
      ) || array(
        select t.tag from unnest(v_edit.edited_tags) with ordinality as t (tag, place)
        where t.tag <> all (v_edit.base_tags || tags)
        order by t.place
      );
    end if;
  end loop;
end
$$;
comment on function crm.restore_overwritten(text, text, text[]) is
  'Notes and tags of a record at HousecallPro together with what people changed while one of our writes was under way, and which that write undid.';
