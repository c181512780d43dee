-- owner: rapport_owner
create or replace function api.search_customers(p_tenant_id uuid, p_query text, p_limit integer default 20)
returns table (
  customer_id uuid, name text, company_name text, phone text, email text, city text, last_service_on date, score real
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_name text := ops.normalize_name(left(p_query, 200));
  v_exact text := lower(btrim(left(p_query, 320)));
  v_digits text := regexp_replace(left(p_query, 60), '\D', '', 'g');
  v_last_digits text := case when length(v_digits) between 4 and 9 and v_exact !~ '[[:alpha:]]' then reverse(v_digits) end;
  v_time_zone text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select l.time_zone into v_time_zone from tenancy.locations as l where l.tenant_id = p_tenant_id and l.is_default;
  return query
  with hits as (
    select i.customer_id, 1::real as score
    from identity.customer_identities as i
    where i.tenant_id = p_tenant_id
      and i.type in ('phone', 'email', 'web_user_id', 'housecall_pro_id', 'shopmonkey_id')
      and i.value in (v_exact, btrim(left(p_query, 320)), '+' || v_digits, '+1' || v_digits)
    union all
    -- The last digits of a number, as people read them out: from them up to the first character after the digits.
    select i.customer_id, 0.9::real
    from identity.customer_identities as i
    where i.tenant_id = p_tenant_id and i.type = 'phone'
      and reverse(i.value) collate "C" >= v_last_digits and reverse(i.value) collate "C" < v_last_digits || ':'
    union all
    select n.customer_id, n.score from identity.search_names(p_tenant_id, v_name) as n
  ),
  best as (
    select h.customer_id, max(h.score) as score from hits as h group by h.customer_id
    order by max(h.score) desc, h.customer_id
    limit least(greatest(coalesce(p_limit, 20), 1), 100)
  )
  select
    c.id, nullif(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), c.company_name,
    (
      select i.value from identity.customer_identities as i
      where i.tenant_id = p_tenant_id and i.customer_id = c.id and i.type = 'phone' order by i.is_primary desc, i.created_at limit 1
    ),
    (
      select i.value from identity.customer_identities as i
      where i.tenant_id = p_tenant_id and i.customer_id = c.id and i.type = 'email' order by i.is_primary desc, i.created_at limit 1
    ),
    (
      select a.city from context.customer_addresses as a
      where a.tenant_id = p_tenant_id and a.customer_id = c.id order by a.type = 'service' desc, a.created_at limit 1
    ),
    (
      select (max(j.completed_at) at time zone v_time_zone)::date from context.customer_job_history as j
      where j.tenant_id = p_tenant_id and j.customer_id = c.id and j.work_status = 'completed'
    ),
    b.score
  from best as b
  join identity.customers as c on c.tenant_id = p_tenant_id and c.id = b.customer_id and c.merged_into is null
  order by b.score desc, c.search_name, c.id;
end
$$;
comment on function api.search_customers(uuid, text, integer) is
  'Customers by phone (whole or last 4+ digits), e-mail, CRM id, or name; names tolerate accents and typos (trigram). At most p_limit (1-100) rows, best first; score is 0 to 1.';
