create or replace function crm.name_service(p_job_type text, p_items jsonb, p_job_id uuid, p_description text)
returns text
language plpgsql
stable
parallel safe
set search_path = ''
as $$
begin
  -- What was done says more than what was built in for it.
  return coalesce(
    p_job_type,
    (
      select i.name from crm.read_line_items(p_items) as i
      where i.kind <> 'discount'
      order by i.kind is distinct from 'labor', i.position
      limit 1
    ),
    case when p_items is null and p_job_id is not null then (
      select i.name from context.job_items as i
      where i.tenant_id = tenancy.current_tenant() and i.job_id = p_job_id and i.kind is distinct from 'discount'
      order by i.kind is distinct from 'labor', i.position
      limit 1
    ) end,
    crm.classify_service(p_description)
  );
end
$$;
comment on function crm.name_service(text, jsonb, uuid, text) is
  'A job''s service type: its job type, else its first line item (labor before material), those just read before those stored, else what its description is about, else null.';
