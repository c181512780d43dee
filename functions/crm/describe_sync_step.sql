create or replace function crm.describe_sync_step(p_run crm.sync_runs, p_step crm.sync_steps)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_page_size constant integer := (select s.page_size from crm.sync_settings(p_run.tenant_id) as s);
begin
  return jsonb_build_object(
    'action', 'fetch', 'claimId', p_run.claim_id, 'kind', p_run.kind, 'companyId', p_run.company_id,
    'step', p_step.ordinal, 'resource', p_step.resource, 'accountState', coalesce((
      select h.state from crm.connection_health as h
      where h.tenant_id = p_run.tenant_id and h.provider = 'housecall' and h.company_id = p_run.company_id
    ), 'closed')
  ) || case
    when p_step.resource in ('customer', 'job', 'line_items') then jsonb_build_object('externalId', p_step.external_id)
    when p_step.resource = 'customer_search' then (
      select jsonb_build_object('type', i.type, 'value', i.value, 'page', p_step.page, 'pageSize', v_page_size)
      from identity.customer_identities as i
      where i.tenant_id = p_run.tenant_id and i.id = p_run.identity_id
    )
    else jsonb_strip_nulls(jsonb_build_object(
      'externalId', p_step.external_id, 'page', p_step.page, 'pageSize', v_page_size,
      -- A poll ends where it meets what is known, and a budget counts requests one by one.
      'nextPage', case when p_run.kind in ('active', 'full', 'reconcile') and p_run.requests_per_night is null and p_step.page < p_step.total_pages
        then p_step.page + 1 end,
      'sortBy', case when p_run.kind = 'poll' then 'updated_at' else 'created_at' end,
      -- A walk goes from the oldest on, so that what is added meanwhile comes at its end.
      'sortDirection', case when p_run.kind = 'poll' or p_step.resource = 'customer_jobs' then 'desc' else 'asc' end,
      'since', case when p_step.resource in ('invoices', 'paid_invoices') then context.to_iso(p_step.since) end
    ))
  end;
end
$$;
comment on function crm.describe_sync_step(crm.sync_runs, crm.sync_steps) is
  'One request to HousecallPro in words: {action: fetch, claimId, kind, companyId, accountState (crm.connection_health), step, resource} with what the resource takes: externalId, page, pageSize, nextPage (may be asked for while this one is taken in), sortBy, sortDirection, since (ISO 8601), type and value of what is searched for.';
