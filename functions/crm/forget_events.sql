create or replace function crm.forget_events(p_customer_ids uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_events integer;
  v_unrouted integer;
begin
  execute format(
    'delete from crm.webhook_events as e where e.ctid = any (array(select o.row_id from (%s) as o))', identity.list_event_rows()
  ) using tenancy.current_tenant(), p_customer_ids;
  get diagnostics v_events = row_count;
  -- These belong to no tenant: only what carries a number or address that is this customer's alone.
  delete from crm.unrouted_events as e
  where exists (
    select from identity.list_own_values(p_customer_ids) as v
    where v.type in ('phone', 'email') and (e.address = v.value or position(v.value in e.payload::text) > 0)
  );
  get diagnostics v_unrouted = row_count;
  return v_events + v_unrouted;
end
$$;
comment on function crm.forget_events(uuid[]) is 'Deletes the events, as they came, that are about these customers of the current tenant. Returns how many.';
