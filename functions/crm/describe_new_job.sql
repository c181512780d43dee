create or replace function crm.describe_new_job(p_push crm.pushes)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'customer_id', p_push.housecall_pro_id, 'address_id', a.housecall_pro_address_id,
      'schedule', case when j.scheduled_start is not null then jsonb_build_object(
        'scheduled_start', context.to_iso(j.scheduled_start), 'scheduled_end', context.to_iso(j.scheduled_end),
        'arrival_window', j.arrival_window_minutes
      ) end,
      'line_items', (
        select jsonb_agg(jsonb_build_object(
          'name', i.name, 'description', i.description, 'quantity', i.quantity, 'unit_price', round(i.unit_price * 100)::integer,
          'kind', case i.kind when 'labor' then 'labor' when 'material' then 'materials' when 'discount' then 'fixed discount' end
        ) order by i.position, i.id)
        from context.job_items as i
        where i.tenant_id = j.tenant_id and i.job_id = j.id
      ),
      'lead_source', j.lead_source,
      'notes', concat_ws(E'\n', j.service_type, j.description, crm.job_mark(p_push.id))
    ))
    from context.customer_job_history as j
    left join context.customer_addresses as a on a.tenant_id = j.tenant_id and a.id = j.address_id
    where j.tenant_id = p_push.tenant_id and j.id = p_push.job_id
  );
end
$$;
comment on function crm.describe_new_job(crm.pushes) is
  'The body of HousecallPro''s POST /jobs for a job of ours as it stands now; prices in cents. It takes no description: what is to be done stands in the notes, with the push''s mark.';
