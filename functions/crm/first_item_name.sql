create or replace function crm.first_item_name(p_job_id uuid)
returns text
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return (
    select i.name from context.job_items as i
    where i.tenant_id = tenancy.current_tenant() and i.job_id = p_job_id and i.kind is distinct from 'discount'
    order by i.kind is distinct from 'labor', i.position
    limit 1
  );
end
$$;
comment on function crm.first_item_name(uuid) is 'The first line item of a stored job, labor before material, without discounts.';
