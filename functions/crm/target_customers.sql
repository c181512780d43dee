create or replace function crm.target_customers(p_rows crm.customer_row[])
returns crm.customer_target[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_ids constant text[] := array(select r.id from unnest(p_rows) as r);
  v_known crm.customer_target[];
  v_unknown crm.customer_row[];
begin
  if (select count(*) from crm.find_customers(v_ids) as f) < cardinality(v_ids) then
    -- One at a time makes customers out of a tenant's records, so that no record is made two.
    perform pg_advisory_xact_lock(hashtextextended('housecall customers ' || v_tenant_id, 0));
  end if;
  v_known := array(
    select (r.id, f.customer_id, case
      when r.is_embedded or (r.updated_at, r.seen_at) < (m.updated_at, m.seen_at) then 'older' else 'known'
    end)::crm.customer_target
    from unnest(p_rows) as r
    join crm.find_customers(v_ids) as f on f.housecall_pro_id = r.id
    left join crm.housecall_customers as m on m.tenant_id = v_tenant_id and m.housecall_pro_id = r.id
  );
  perform crm.lock_values(p_rows, v_known);
  v_unknown := array(select r from unnest(p_rows) as r where not exists (select from unnest(v_known) as k where k.id = r.id));
  return v_known || array(
    select (r.id, coalesce(m.customer_id, ops.new_id()), case when m.customer_id is null then 'created' else 'linked' end)::crm.customer_target
    from unnest(v_unknown) as r
    left join crm.match_customers(v_unknown) as m on m.id = r.id
  );
end
$$;
comment on function crm.target_customers(crm.customer_row[]) is
  'Whose these records of HousecallPro are or will be. Locks what makes a decision hold until the transaction ends: the making of customers, then the numbers and addresses that come anew.';
