create or replace function memory.list_due_readings(p_tenant_id uuid, p_purpose text, p_limit integer)
returns setof uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- A pause in which nobody is likely to write the second half of a sentence.
  c_pause constant interval := interval '10 minutes';
  v_budget constant integer := memory.summary_budget(p_tenant_id);
begin
  perform tenancy.set_tenant(p_tenant_id);
  if not tenancy.is_enabled(p_tenant_id, 'CONTEXT_MEMORY_ENABLED') then
    return;
  end if;
  -- What holds nothing new of a customer is read as soon as it is looked at.
  perform memory.skip_empty(p_purpose, greatest(p_limit, 1) * 20);

  return query
  select c.id
  from memory.conversations as c
  left join memory.readings as r on r.tenant_id = c.tenant_id and r.conversation_id = c.id and r.purpose = p_purpose
  where c.tenant_id = p_tenant_id
    and case p_purpose
      when 'enrichment' then c.enriched_through is null or c.enriched_through < c.last_message_at
      else c.compressed_through is null or c.compressed_through < c.last_message_at
    end
    and not coalesce(r.failures >= 2 and r.failed_through >= c.last_message_at, false)
    and memory.is_readable(c, p_purpose)
    and (
      c.status = 'closed'
      or p_purpose = 'enrichment' and c.last_message_at <= ops.now() - c_pause
      or p_purpose = 'compression' and v_budget < (
        select sum(context.count_tokens_roughly(m.body))
        from memory.messages as m
        where m.tenant_id = p_tenant_id and m.conversation_id = c.id and m.role not in ('system', 'tool') and not m.is_secret
          and m.created_at > coalesce(c.compressed_through, '-infinity')
      )
    )
  order by c.last_message_at, c.id
  limit greatest(p_limit, 0);
end
$$;
comment on function memory.list_due_readings(uuid, text, integer) is
  'The conversations that are to be read for a purpose, longest waiting first. Enrichment: ended or silent for ten minutes, with something new of a customer. Compression: ended, or grown past the tenant''s budget since the last summary. Those that failed twice wait for something new.';
