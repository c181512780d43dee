create or replace function context.derive_issues(p_customer_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  -- An issue ends with the work that ends it, and is told anew by a later visit that saw it again.
  with told as materialized (
    select f.id, f.customer_id, f.address_id, f.code, f.action, f.found_on, f.ended_on, case when k.is_once_an_address then '' else f.subject end as subject,
      row_number() over (order by f.found_on, j.completed_at, f.job_id, f.position) as place
    from context.findings as f
    join context.customer_job_history as j on j.tenant_id = f.tenant_id and j.id = f.job_id
    join context.issue_kinds as k on k.issue = f.code
    where f.tenant_id = v_tenant_id and f.customer_id = any (p_customer_ids) and f.kind = 'issue'
  )
  update context.findings as f
  set ended_on = e.ended_on
  from (
    select t.id, (
      select l.found_on from told as l
      where l.customer_id = t.customer_id and l.address_id is not distinct from t.address_id and l.code = t.code and l.place > t.place
        and case l.action when 'resolved' then coalesce(l.subject = t.subject, true) else l.subject is not distinct from t.subject end
      order by l.place limit 1
    ) as ended_on
    from told as t where t.action = 'found'
  ) as e
  where f.tenant_id = v_tenant_id and f.id = e.id and f.ended_on is distinct from e.ended_on;

  perform from context.customer_addresses as a
  where a.tenant_id = v_tenant_id and a.customer_id = any (p_customer_ids)
  order by a.id
  for no key update;
  update context.customer_addresses as a
  set known_issues = n.known, derived_issues = n.derived
  from context.customer_addresses as o
  cross join lateral (
    select array(
      select distinct concat(k.label, ': ' || context.flatten_text(f.place, 60), ' (', to_char(f.found_on, 'Mon YYYY'), ')') as line
      from context.findings as f
      join context.issue_kinds as k on k.issue = f.code
      where f.tenant_id = v_tenant_id and f.customer_id = o.customer_id and f.kind = 'issue' and f.action = 'found' and f.ended_on is null
        and coalesce(f.address_id = o.id, not exists (
          select from context.customer_addresses as other where other.tenant_id = v_tenant_id and other.customer_id = o.customer_id and other.id <> o.id
        ))
      order by line
    ) as derived
  ) as d
  cross join lateral (
    -- What a person wrote stays in its place; what a person struck off does not come back.
    select d.derived, array(
      select k.line from unnest(o.known_issues) with ordinality as k (line, place) where not k.line = any (o.derived_issues) order by k.place
    ) || array(
      select x.line from unnest(d.derived) with ordinality as x (line, place)
      where case when x.line = any (o.derived_issues) then x.line = any (o.known_issues) else not x.line = any (o.known_issues) end
      order by x.place
    ) as known
  ) as n
  where a.tenant_id = v_tenant_id and a.id = o.id and o.tenant_id = v_tenant_id and o.customer_id = any (p_customer_ids)
    and (a.known_issues, a.derived_issues) is distinct from (n.known, n.derived);
end
$$;
comment on function context.derive_issues(uuid[]) is
  'Makes the known issues of the customers'' addresses what the findings of their jobs tell; issues that somebody else wrote stay. Done again it changes nothing. Lock order: customers by id (the caller), then addresses by id.';
