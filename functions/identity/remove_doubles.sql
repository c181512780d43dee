create or replace function identity.remove_doubles(p_merge_id uuid, p_survivor_id uuid, p_merged_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  with removed as (
    delete from identity.customer_identities as i
    using identity.customer_identities as kept
    where i.tenant_id = v_tenant_id and i.customer_id = p_merged_id
      and kept.tenant_id = v_tenant_id and kept.customer_id = p_survivor_id and (kept.type, kept.value) = (i.type, i.value)
    returning i.id, to_jsonb(i) as row_data
  )
  insert into identity.merge_rows (tenant_id, merge_id, step, kind, table_name, row_key, row_data)
  select v_tenant_id, p_merge_id, 1, 'removed', 'identity.customer_identities', jsonb_build_object('id', r.id), r.row_data
  from removed as r;

  with demoted as (
    update identity.customer_identities as i
    set is_primary = false
    where i.tenant_id = v_tenant_id and i.customer_id = p_merged_id and i.is_primary
      and exists (
        select from identity.customer_identities as own
        where own.tenant_id = v_tenant_id and own.customer_id = p_survivor_id and own.type = i.type and own.is_primary
      )
    returning i.id
  )
  insert into identity.merge_rows (
    tenant_id, merge_id, step, kind, table_name, row_key, column_name, old_value, new_value
  )
  select v_tenant_id, p_merge_id, 2, 'changed', 'identity.customer_identities', jsonb_build_object('id', d.id), 'is_primary',
    'true', 'false'
  from demoted as d;

  -- Proposals to link the two are answered by the merge; those that the survivor has as well need no second row.
  with removed as (
    delete from identity.pending_links as l
    where l.tenant_id = v_tenant_id
      and (
        (l.customer_id, l.candidate_customer_id) in ((p_survivor_id, p_merged_id), (p_merged_id, p_survivor_id))
        or l.status = 'pending' and p_merged_id in (l.customer_id, l.candidate_customer_id) and exists (
          select from identity.pending_links as o
          where o.tenant_id = v_tenant_id and o.id <> l.id and o.status = 'pending' and (o.type, o.value) = (l.type, l.value)
            and o.customer_id = case l.customer_id when p_merged_id then p_survivor_id else l.customer_id end
            and o.candidate_customer_id is not distinct from
              case l.candidate_customer_id when p_merged_id then p_survivor_id else l.candidate_customer_id end
        )
      )
    returning l.id, to_jsonb(l) as row_data
  )
  insert into identity.merge_rows (tenant_id, merge_id, step, kind, table_name, row_key, row_data)
  select v_tenant_id, p_merge_id, 3, 'removed', 'identity.pending_links', jsonb_build_object('id', r.id), r.row_data
  from removed as r;
end
$$;
comment on function identity.remove_doubles(uuid, uuid, uuid) is
  'First steps of a merge: of identities and pending links that both have, the merged customer''s are removed, and only one identity of a type stays primary; all recorded.';
