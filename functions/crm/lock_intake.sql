create or replace function crm.lock_intake()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('crm intake ' || tenancy.current_tenant(), 0));
end
$$;
comment on function crm.lock_intake() is
  'Until the transaction ends nobody else takes in a CRM''s records for this tenant: no record is made twice, and batches about the same customers cannot wait for each other in a ring. First of all locks.';
