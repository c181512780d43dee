create or replace function context.add_job_items(p_job_id uuid, p_items jsonb)
returns uuid[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_ids uuid[];
begin
  with added as (
    insert into context.job_items (tenant_id, job_id, position, name, description, kind, quantity, unit_price)
    select
      v_tenant_id, p_job_id,
      coalesce((select max(o.position) from context.job_items as o where o.tenant_id = v_tenant_id and o.job_id = p_job_id), 0)
        + i.place, btrim(i.name), nullif(btrim(i.description), ''), i.kind, coalesce(i.quantity, 1), i."unitPrice"
    from rows from (
      jsonb_to_recordset(p_items) as (name text, description text, kind text, quantity numeric, "unitPrice" numeric)
    ) with ordinality as i (name, description, kind, quantity, "unitPrice", place)
    order by i.place
    returning id, position
  )
  select coalesce(array_agg(a.id order by a.position), '{}') into v_ids from added as a;

  update context.customer_job_history as j
  set subtotal = t.total, total_amount = greatest(t.total, 0)
  from (
    select sum(i.quantity * i.unit_price) as total from context.job_items as i
    where i.tenant_id = v_tenant_id and i.job_id = p_job_id
  ) as t
  where j.tenant_id = v_tenant_id and j.id = p_job_id and t.total is not null;
  return v_ids;
end
$$;
comment on function context.add_job_items(uuid, jsonb) is
  'Adds line items [{name, description, kind, quantity, unitPrice}] to a job of ours, which the caller holds, and sums its items up; returns their ids in order. Prices in US dollars, a discount''s negative.';
