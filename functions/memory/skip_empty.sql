create or replace function memory.skip_empty(p_purpose text, p_limit integer)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  update memory.conversations as c
  set enriched_through = case p_purpose when 'enrichment' then c.last_message_at else c.enriched_through end,
    compressed_through = case p_purpose when 'compression' then c.last_message_at else c.compressed_through end
  from (
    -- Of the oldest only: to look through all that is unread for each few that are read would never end.
    select o as unread
    from memory.conversations as o
    where o.tenant_id = v_tenant_id and o.status = 'closed'
      and case p_purpose
        when 'enrichment' then o.enriched_through is null or o.enriched_through < o.last_message_at
        else o.compressed_through is null or o.compressed_through < o.last_message_at
      end
    order by o.last_message_at, o.id
    limit p_limit
    for no key update skip locked
  ) as oldest
  where c.tenant_id = v_tenant_id and c.id = (oldest.unread).id and not memory.is_readable(oldest.unread, p_purpose);
end
$$;
comment on function memory.skip_empty(text, integer) is 'Marks ended conversations, of the p_limit oldest that are unread, in which nothing is left to be read for a purpose, so that they are not looked at again.';
