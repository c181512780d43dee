-- owner: rapport_owner
create or replace function api.enqueue_readings()
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return (
    select count(queue.enqueue('enrich_profile', jsonb_build_object('tenantId', t.id), p_singleton_key => t.id::text))
    from (
      select n.id from tenancy.tenants as n
      where n.status = 'active' and tenancy.is_enabled(n.id, 'CONTEXT_MEMORY_ENABLED') and exists (
        select from memory.conversations as c
        where c.tenant_id = n.id and (
          c.enriched_through is null or c.enriched_through < c.last_message_at
          or c.compressed_through is null or c.compressed_through < c.last_message_at
        )
      )
      order by n.id::text
    ) as t
  );
end
$$;
comment on function api.enqueue_readings() is
  'Puts a job on the queue for each active tenant with conversations that were not read to their end, unless one waits. Returns how many.';
