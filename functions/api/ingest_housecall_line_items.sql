create or replace function api.ingest_housecall_line_items(p_tenant_id uuid, p_lists jsonb, p_seen_at timestamptz default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
declare
  v_seen_at timestamptz := coalesce(p_seen_at, ops.now());
  v_lists crm.item_list[];
  v_changed uuid[];
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform crm.check_batch(p_lists);
  perform crm.lock_intake();
  v_lists := array(
    select (l.job, l.items, v_seen_at)::crm.item_list
    from (
      select distinct on (e.item ->> 'jobId') e.item ->> 'jobId' as job,
        case jsonb_typeof(e.item -> 'items') when 'array' then e.item -> 'items' else e.item #> '{items,data}' end as items
      from jsonb_array_elements(p_lists) with ordinality as e (item, place)
      order by e.item ->> 'jobId', e.place desc
    ) as l
    join context.customer_job_history as h on h.tenant_id = p_tenant_id and h.housecall_pro_job_id = l.job
    where jsonb_typeof(l.items) = 'array' and (h.items_seen_at is null or h.items_seen_at <= v_seen_at)
  );
  v_changed := crm.upsert_line_items(v_lists, crm.read_line_items(v_lists));
  update context.customer_job_history as h
  set items_seen_at = v_seen_at,
    service_type = coalesce(h.job_type, crm.first_item_name(h.id), crm.classify_service(h.description))
  from unnest(v_lists) as l
  where h.tenant_id = p_tenant_id and h.housecall_pro_job_id = l.job;
  perform context.derive_findings(v_changed);
  return jsonb_build_object(
    'received', jsonb_array_length(p_lists), 'known', cardinality(v_lists), 'changed', cardinality(v_changed)
  );
end
$$;
comment on function api.ingest_housecall_line_items(uuid, jsonb, timestamptz) is
  'Takes in line items that were asked for job by job: [{jobId: HousecallPro''s, items: an array, or the envelope of the list}], at most 500; the service type of a job without a job type follows. p_seen_at: when they were read, now by default; lists older than what is here change nothing. {received, known (jobs that we have), changed}. RP003: no array, or too many.';
