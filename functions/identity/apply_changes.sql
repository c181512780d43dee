create or replace function identity.apply_changes(p_customer_id uuid, p_changes jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if p_changes ?| array['firstName', 'lastName', 'companyName', 'customerSince', 'summary', 'currentIssueSummary'] then
    update identity.customers as c
    set first_name = case when p_changes ? 'firstName' then nullif(btrim(p_changes ->> 'firstName'), '') else c.first_name end,
      last_name = case when p_changes ? 'lastName' then nullif(btrim(p_changes ->> 'lastName'), '') else c.last_name end,
      company_name = case when p_changes ? 'companyName' then nullif(btrim(p_changes ->> 'companyName'), '') else c.company_name end,
      customer_since = case when p_changes ? 'customerSince' then (p_changes ->> 'customerSince')::date else c.customer_since end,
      summary = case when p_changes ? 'summary' then p_changes ->> 'summary' else c.summary end,
      current_issue_summary = case when p_changes ? 'currentIssueSummary' then p_changes ->> 'currentIssueSummary'
        else c.current_issue_summary end
    where c.tenant_id = v_tenant_id and c.id = p_customer_id;
  end if;
  if p_changes ?| array[
    'preferredTechnicianId', 'preferredTechnicianName', 'communicationPreference', 'preferredTimeWindow', 'membershipStatus',
    'membershipExpiresAt', 'tags', 'leadSource'
  ] then
    insert into context.customer_context (tenant_id, customer_id) values (v_tenant_id, p_customer_id)
    on conflict do nothing;
    update context.customer_context as p
    set preferred_technician_id =
        case when p_changes ? 'preferredTechnicianId' then p_changes ->> 'preferredTechnicianId' else p.preferred_technician_id end,
      preferred_technician_name =
        case when p_changes ? 'preferredTechnicianName' then p_changes ->> 'preferredTechnicianName' else p.preferred_technician_name end,
      communication_preference = case when p_changes ? 'communicationPreference'
        then coalesce(p_changes ->> 'communicationPreference', 'any') else p.communication_preference end,
      preferred_time_window =
        case when p_changes ? 'preferredTimeWindow' then p_changes ->> 'preferredTimeWindow' else p.preferred_time_window end,
      membership_status =
        case when p_changes ? 'membershipStatus' then coalesce(p_changes ->> 'membershipStatus', 'none') else p.membership_status end,
      membership_expires_at = case when p_changes ? 'membershipExpiresAt'
        then (p_changes ->> 'membershipExpiresAt')::timestamptz else p.membership_expires_at end,
      tags = case when jsonb_typeof(p_changes -> 'tags') = 'array' then array(select jsonb_array_elements_text(p_changes -> 'tags'))
        when p_changes ? 'tags' then '{}' else p.tags end,
      lead_source = case when p_changes ? 'leadSource' then p_changes ->> 'leadSource' else p.lead_source end
    where p.tenant_id = v_tenant_id and p.customer_id = p_customer_id;
  end if;
end
$$;
comment on function identity.apply_changes(uuid, jsonb) is 'Writes profile fields, camelCase, to the two tables that hold them; what is not named stays.';
