create or replace function crm.note_push_error(p_customer_id uuid, p_error text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update context.customer_context as p
  set hcp_sync_error = p_error
  where p.tenant_id = tenancy.current_tenant() and p.customer_id = p_customer_id
    and p.hcp_sync_error is distinct from p_error
    -- What a sync the other way has to complain about is not ours to clear.
    and (p_error is not null or p.hcp_sync_error like 'Push failed: %');
end
$$;
comment on function crm.note_push_error(uuid, text) is 'Shows on the customer that a push to HousecallPro fails (words without values), or, with null, that it fails no more.';
