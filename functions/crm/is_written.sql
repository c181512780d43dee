create or replace function crm.is_written(p_write crm.push_writes, p_notes text, p_tags text[])
returns boolean
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return crm.plain_text(coalesce(p_write.notes, p_write.base_notes)) = crm.plain_text(p_notes)
    and coalesce(p_write.tags, p_write.base_tags) = p_tags;
end
$$;
comment on function crm.is_written(crm.push_writes, text, text[]) is 'Whether notes and tags of a record at HousecallPro are those that a write of ours left there.';
