-- owner: rapport_analytics
create or replace view analytics.customers
with (security_barrier = true) as
select
  c.id as customer_id,
  c.first_name,
  c.last_name,
  c.company_name,
  phone.value as phone,
  email.value as email,
  home.city,
  home.state,
  home.zip,
  c.source,
  c.customer_since,
  p.membership_status,
  p.membership_expires_at,
  p.communication_preference,
  p.tags,
  p.lead_source,
  p.lifetime_value as lifetime_value_usd,
  p.total_jobs,
  c.created_at
from identity.customers as c
left join context.customer_context as p on p.tenant_id = c.tenant_id and p.customer_id = c.id
left join identity.customer_identities as phone
  on phone.tenant_id = c.tenant_id and phone.customer_id = c.id and phone.type = 'phone' and phone.is_primary
left join identity.customer_identities as email
  on email.tenant_id = c.tenant_id and email.customer_id = c.id and email.type = 'email' and email.is_primary
left join lateral (
  select a.city, a.state, a.zip
  from context.customer_addresses as a
  where a.tenant_id = c.tenant_id and a.customer_id = c.id
  order by a.type = 'service' desc, a.created_at, a.id
  limit 1
) as home on true
where c.merged_into is null
-- A fence: no condition of the reader's is estimated from, or tried on, rows behind the wall.
offset 0;

comment on view analytics.customers is
  'One row a customer, merged ones once: name, primary phone (E.164) and e-mail, place of the first service address, membership, lifetime value in US dollars, number of jobs.';
