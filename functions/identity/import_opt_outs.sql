create or replace function identity.import_opt_outs(p_rows jsonb, p_targets jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_refusal record;
begin
  -- One call an address, in one order: each is locked until the end, and what waits to be sent to it is cancelled.
  for v_refusal in
    select o.channel, k.value as address, min(t."customerId"::text)::uuid as customer_id
    from jsonb_to_recordset(p_targets) as t (line integer, "customerId" uuid)
    join jsonb_to_recordset(p_rows) as r (line integer, "optOuts" jsonb) on r.line = t.line
    cross join lateral jsonb_array_elements_text(coalesce(r."optOuts", '[]')) as o (channel)
    join identity.list_import_keys(p_rows) as k
      on k.line = t.line and k.type = case o.channel when 'email' then 'email' when 'sms' then 'phone' end
    where not exists (
      select from outreach.suppressions as s
      where s.tenant_id = tenancy.current_tenant() and s.channel = o.channel and s.address = k.value
    )
    group by o.channel, k.value
    order by o.channel, k.value
  loop
    perform outreach.lock_address(v_refusal.channel, v_refusal.address);
    perform outreach.suppress(v_refusal.channel, v_refusal.address, 'opt_out', 'import', v_refusal.customer_id);
  end loop;
end
$$;
comment on function identity.import_opt_outs(jsonb, jsonb) is
  'Keeps the refusals that imported rows carry (optOuts: sms for their phones, email for their e-mail addresses) for rows of the targets (line, customerId), once an address. An import never lifts a refusal.';
