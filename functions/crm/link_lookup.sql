create or replace function crm.link_lookup(
  p_run crm.sync_runs, p_rows jsonb, p_page jsonb, p_phones jsonb, p_seen_at timestamptz
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_identity identity.customer_identities;
  v_matches crm.customer_row[];
  v_counts jsonb := '{}';
  v_outcome text;
begin
  select i.* into v_identity
  from identity.customer_identities as i
  where i.tenant_id = p_run.tenant_id and i.id = p_run.identity_id;
  -- The vendor's search finds what contains the words, and looks into names and addresses as well.
  v_matches := array(
    select c from crm.read_customers(p_rows, p_phones, p_seen_at, false) as c
    where c.reason is null and v_identity.value = any (case v_identity.type when 'phone' then c.phones else c.emails end)
  );
  if cardinality(v_matches) = 0 and coalesce((p_page ->> 'totalPages')::integer, 1) <= 1 then
    v_outcome := 'not_found';
  elsif cardinality(v_matches) <> 1 or (p_page ->> 'totalPages')::integer > 1 then
    v_outcome := 'ambiguous';
  else
    v_counts := crm.ingest_customers(v_matches);
    v_outcome := case
      when (select f.customer_id from crm.find_customers(array[v_matches[1].id]) as f) = p_run.customer_id then 'linked'
      else 'ambiguous'
    end;
  end if;
  if v_outcome = 'linked' then
    insert into crm.sync_steps (tenant_id, run_id, ordinal, resource, external_id, customer_id)
    values (p_run.tenant_id, p_run.id, 2, 'customer_jobs', v_matches[1].id, p_run.customer_id);
  end if;
  update crm.sync_runs as r
  set outcome = v_outcome
  where r.tenant_id = p_run.tenant_id and r.id = p_run.id;
  return v_counts;
end
$$;
comment on function crm.link_lookup(crm.sync_runs, jsonb, jsonb, jsonb, timestamptz) is
  'What a search in HousecallPro for a customer''s phone or e-mail came to: when exactly one record has it, and ingest takes it for theirs, they are linked and their jobs are read next; of several none is. Returns what ingest counted.';
