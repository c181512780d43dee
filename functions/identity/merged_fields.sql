create or replace function identity.merged_fields()
returns table (table_name text, key_column text, column_name text, lead_column text, empty_value jsonb, field text)
language sql
immutable
parallel safe
set search_path = ''
as $$
  values
    ('identity.customers', 'id', 'first_name', 'first_name', null::jsonb, 'firstName'),
    ('identity.customers', 'id', 'last_name', 'last_name', null, 'lastName'),
    ('identity.customers', 'id', 'company_name', 'company_name', null, 'companyName'),
    ('identity.customers', 'id', 'customer_since', 'customer_since', null, 'customerSince'),
    ('identity.customers', 'id', 'summary', 'summary', null, 'summary'),
    ('identity.customers', 'id', 'current_issue_summary', 'current_issue_summary', null, 'currentIssueSummary'),
    ('context.customer_context', 'customer_id', 'housecall_pro_id', 'housecall_pro_id', null, 'housecallProId'),
    ('context.customer_context', 'customer_id', 'preferred_technician_id', 'preferred_technician_name', null, 'preferredTechnicianId'),
    ('context.customer_context', 'customer_id', 'preferred_technician_name', 'preferred_technician_name', null, 'preferredTechnicianName'),
    ('context.customer_context', 'customer_id', 'communication_preference', 'communication_preference', '"any"', 'communicationPreference'),
    ('context.customer_context', 'customer_id', 'preferred_time_window', 'preferred_time_window', null, 'preferredTimeWindow'),
    ('context.customer_context', 'customer_id', 'membership_status', 'membership_status', '"none"', 'membershipStatus'),
    ('context.customer_context', 'customer_id', 'membership_expires_at', 'membership_status', '"none"', 'membershipExpiresAt'),
    ('context.customer_context', 'customer_id', 'lifetime_value', 'lifetime_value', '0', 'lifetimeValue'),
    ('context.customer_context', 'customer_id', 'total_jobs', 'total_jobs', '0', 'totalJobs'),
    ('context.customer_context', 'customer_id', 'tags', 'tags', '[]', 'tags'),
    ('context.customer_context', 'customer_id', 'lead_source', 'lead_source', null, 'leadSource'),
    ('context.customer_context', 'customer_id', 'last_hcp_sync_at', 'housecall_pro_id', null, 'lastHcpSyncAt')
$$;
comment on function identity.merged_fields() is
  'The profile fields that a merge fills on the survivor: where each stands, by which column it counts as empty (a technician''s id goes with the name), what empty is beside null, and its name outside.';
