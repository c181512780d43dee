create or replace function memory.list_due_compressions(p_tenant_id uuid, p_limit integer)
returns setof uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  return query select d.id from memory.list_due_readings(p_tenant_id, 'compression', p_limit) as d (id);
end
$$;
comment on function memory.list_due_compressions(uuid, integer) is 'The conversations of a tenant that are due for compression, longest waiting first (memory.list_due_readings).';
