create or replace function insight.list_due_proposals(p_tenant_id uuid, p_limit integer)
returns setof uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- So long nothing is proposed for a customer again: what would be said is mostly the same.
  c_rest constant interval := interval '30 days';
begin
  if not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS') then
    return;
  end if;
  return query
  select c.id
  from identity.customers as c
  join context.customer_context as x on x.tenant_id = c.tenant_id and x.customer_id = c.id
  where c.tenant_id = p_tenant_id and c.merged_into is null
    and (
      x.lifetime_value > 500
      or exists (
        select from context.equipment as e
        where e.tenant_id = p_tenant_id and e.customer_id = c.id and e.removed_on is null
          and e.installed_on < (ops.now() - interval '10 years')::date
      )
      or exists (
        select from memory.conversations as v
        where v.tenant_id = p_tenant_id and v.customer_id = c.id and v.last_message_at > ops.now() - c_rest
      )
    )
    and not exists (
      select from ai.batch_items as i
      where i.tenant_id = p_tenant_id and i.customer_id = c.id and i.job_type = 'insights' and i.state in ('claimed', 'done')
        and i.updated_at > ops.now() - c_rest
    )
  order by x.lifetime_value desc, c.id
  limit p_limit;
end
$$;
comment on function insight.list_due_proposals(uuid, integer) is
  'Customers for whom a model is asked for insights: of a lifetime value over $500, with equipment over ten years old, or in touch within 30 days, and not asked about within 30 days; the most valuable first. None while CUSTOMER_CONTEXT_INSIGHTS is off.';
