create or replace function identity.read_record(p_customer_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'customerId', c.id,
      -- Both only grow: the sum changes with every change of either.
      'version', c.version + coalesce(p.version, 0),
      'firstName', c.first_name, 'lastName', c.last_name, 'companyName', c.company_name, 'customerSince', c.customer_since,
      'summary', c.summary, 'currentIssueSummary', c.current_issue_summary, 'source', c.source,
      'preferredTechnicianId', p.preferred_technician_id, 'preferredTechnicianName', p.preferred_technician_name,
      'communicationPreference', coalesce(p.communication_preference, 'any'), 'preferredTimeWindow', p.preferred_time_window,
      'membershipStatus', coalesce(p.membership_status, 'none'), 'membershipExpiresAt', context.to_iso(p.membership_expires_at),
      'tags', to_jsonb(coalesce(p.tags, '{}')), 'leadSource', p.lead_source,
      'identities', coalesce((
        select jsonb_agg(jsonb_build_object(
          'type', i.type, 'value', i.value, 'isPrimary', i.is_primary, 'isShared', i.is_shared,
          'verifiedAt', context.to_iso(i.verified_at), 'verifiedBy', i.verified_by, 'label', i.label
        ) order by i.type, i.is_primary desc, i.created_at, i.id)
        from identity.customer_identities as i
        where i.tenant_id = c.tenant_id and i.customer_id = c.id
      ), '[]'),
      'fieldSources', coalesce((
        select jsonb_object_agg(s.field, jsonb_build_object(
          'source', s.source, 'sourceRef', s.source_ref, 'setAt', context.to_iso(s.set_at), 'setBy', s.set_by
        ))
        from identity.field_sources as s
        where s.tenant_id = c.tenant_id and s.customer_id = c.id
      ), '{}'),
      'merges', coalesce((
        select jsonb_agg(jsonb_build_object(
          'mergeId', m.id, 'mergedId', m.merged_id, 'reason', m.reason, 'mergedBy', m.merged_by, 'mergedAt', context.to_iso(m.merged_at)
        ) order by m.position desc)
        from identity.merges as m
        where m.tenant_id = c.tenant_id and m.survivor_id = c.id and m.undone_at is null
      ), '[]'),
      'createdAt', context.to_iso(c.created_at), 'updatedAt', context.to_iso(greatest(c.updated_at, p.updated_at))
    )
    from identity.customers as c
    left join context.customer_context as p on p.tenant_id = c.tenant_id and p.customer_id = c.id
    where c.tenant_id = tenancy.current_tenant() and c.id = p_customer_id
  );
end
$$;
comment on function identity.read_record(uuid) is 'The record of a customer that people edit, as api.get_customer describes it; null for nobody.';
