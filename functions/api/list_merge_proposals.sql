create or replace function api.list_merge_proposals(p_tenant_id uuid, p_limit integer default 50)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
begin
  perform tenancy.set_tenant(p_tenant_id);
  return (
    with linked as (
      select
        least(l.customer_id, l.candidate_customer_id) as customer_id,
        greatest(l.customer_id, l.candidate_customer_id) as other_customer_id,
        max(coalesce(l.score::numeric, 0.5)) as score, array_agg(distinct l.reason) as reasons, min(l.id::text)::uuid as link_id
      from identity.pending_links as l
      where l.tenant_id = p_tenant_id and l.status = 'pending' and l.candidate_customer_id is not null
      group by 1, 2
      order by 3 desc, 1, 2
      limit v_limit
    ),
    proposals as (
      select p.customer_id, p.other_customer_id, max(p.score) as score, array_agg(distinct r.reason) as reasons,
        (array_agg(p.link_id) filter (where p.link_id is not null))[1] as link_id
      from (
        select l.* from linked as l
        union all
        select f.customer_id, f.other_customer_id, f.score, f.reasons, null::uuid from identity.find_lookalikes(v_limit) as f
      ) as p
      cross join unnest(p.reasons) as r (reason)
      group by 1, 2
      order by 3 desc, 1, 2
      limit v_limit
    )
    select coalesce(jsonb_agg(jsonb_build_object(
      'customers', jsonb_build_array(identity.describe_briefly(p.customer_id), identity.describe_briefly(p.other_customer_id)),
      'score', p.score, 'reasons', to_jsonb(p.reasons), 'pendingLinkId', p.link_id
    ) order by p.score desc, p.customer_id, p.other_customer_id), '[]')
    from proposals as p
  );
end
$$;
comment on function api.list_merge_proposals(uuid, integer) is
  'Pairs of customers that may be one, best first, at most p_limit (1-200): [{customers: [{customerId, name, companyName, phone, email}, the other], score 0-1, reasons, pendingLinkId | null}]. From pending links and from look-alikes (same address, number or e-mail with a similar name, or the same full name). Nothing is merged by itself.';
