create or replace function intake.lock_source(p_source text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(format('backfill %s %s', tenancy.current_tenant(), p_source), 0));
end
$$;
comment on function intake.lock_source(text) is
  'Until the transaction ends nobody else brings in, or takes back, history of this system for the tenant. Lock order: this, the run, customers by id.';
