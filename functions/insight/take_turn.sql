create or replace function insight.take_turn()
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('rapport.insights ' || tenancy.current_tenant(), 0));
end
$$;
comment on function insight.take_turn() is
  'Waits until nobody else makes insights of the current tenant: two at once would both find nothing there and insert. Held to the end of the transaction. Lock order: the turn, customers by id, marks, insights, counters.';
