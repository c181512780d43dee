create or replace function memory.list_due_enrichments(p_tenant_id uuid, p_limit integer)
returns setof uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  return query select d.id from memory.list_due_readings(p_tenant_id, 'enrichment', p_limit) as d (id);
end
$$;
comment on function memory.list_due_enrichments(uuid, integer) is 'The conversations of a tenant that are due for enrichment, longest waiting first (memory.list_due_readings).';
