-- owner: rapport_owner
create or replace function api.prune(p_retention_days integer default 30, p_limit integer default 10000)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_logs_kept constant interval := interval '400 days';
  v_older_than constant interval := make_interval(days => p_retention_days);
  v_events integer;
  v_unrouted integer;
  v_verifications integer;
  v_changes integer;
  v_reads integer;
  v_pushes integer;
  v_tool_calls integer;
  v_recalls integer;
  v_syncs integer;
  v_items integer;
  v_chats integer;
begin
  delete from crm.webhook_events as e
  using (
    select o.tenant_id, o.id from crm.webhook_events as o
    where o.received_at < ops.now() - v_older_than
    order by o.received_at
    limit p_limit
  ) as old
  where e.tenant_id = old.tenant_id and e.id = old.id;
  get diagnostics v_events = row_count;

  delete from crm.unrouted_events as e
  using (
    select o.id from crm.unrouted_events as o
    where o.received_at < ops.now() - v_older_than
    order by o.received_at
    limit p_limit
  ) as old
  where e.id = old.id;
  get diagnostics v_unrouted = row_count;

  delete from identity.verifications as v
  using (
    select o.tenant_id, o.id from identity.verifications as o
    where o.expires_at < ops.now() - v_older_than
    limit p_limit
  ) as old
  where v.tenant_id = old.tenant_id and v.id = old.id;
  get diagnostics v_verifications = row_count;

  delete from ops.audit_log as l
  using (
    select o.tenant_id, o.id from ops.audit_log as o
    where o.at < ops.now() - c_logs_kept
    limit p_limit
  ) as old
  where l.tenant_id = old.tenant_id and l.id = old.id;
  get diagnostics v_changes = row_count;

  delete from ops.access_log as l
  using (
    select o.tenant_id, o.id from ops.access_log as o
    where o.at < ops.now() - c_logs_kept
    limit p_limit
  ) as old
  where l.tenant_id = old.tenant_id and l.id = old.id;
  get diagnostics v_reads = row_count;

  -- Whether everything was ever read, and when, is to be known for longer.
  delete from crm.sync_runs as r
  using (
    select o.tenant_id, o.id from crm.sync_runs as o
    where o.finished_at < ops.now() - v_older_than and o.kind not in ('full', 'reconcile')
    limit p_limit
  ) as old
  where r.tenant_id = old.tenant_id and r.id = old.id;
  get diagnostics v_syncs = row_count;

  delete from crm.pushes as p
  using (
    select o.tenant_id, o.id from crm.pushes as o
    where o.updated_at < ops.now() - v_older_than and o.state in ('done', 'skipped', 'failed')
    limit p_limit
  ) as old
  where p.tenant_id = old.tenant_id and p.id = old.id;
  get diagnostics v_pushes = row_count;

  delete from ai.tool_calls as c
  using (
    select o.tenant_id, o.id from ai.tool_calls as o
    where o.created_at < ops.now() - v_older_than
    order by o.created_at
    limit p_limit
  ) as old
  where c.tenant_id = old.tenant_id and c.id = old.id;
  get diagnostics v_tool_calls = row_count;

  -- What helped weighs in later rankings and stays.
  delete from memory.recalls as r
  using (
    select o.tenant_id, o.id from memory.recalls as o
    where o.created_at < ops.now() - v_older_than and not exists (
      select from memory.recall_candidates as c
      where c.tenant_id = o.tenant_id and c.recall_id = o.id and c.helped_at is not null
    )
    order by o.created_at
    limit p_limit
  ) as old
  where r.tenant_id = old.tenant_id and r.id = old.id;
  get diagnostics v_recalls = row_count;
  delete from ai.batch_items as i
  using (
    select o.tenant_id, o.batch_id, o.custom_id
    from ai.batch_jobs as b
    join ai.batch_items as o on o.tenant_id = b.tenant_id and o.batch_id = b.id
    where b.completed_at < ops.now() - v_older_than
    limit p_limit
  ) as old
  where i.tenant_id = old.tenant_id and i.batch_id = old.batch_id and i.custom_id = old.custom_id;
  get diagnostics v_items = row_count;

  -- Opened by a visitor who never said anything.
  delete from memory.chats as c
  using (
    select o.tenant_id, o.id from memory.chats as o
    where o.customer_id is null and o.issued_for_customer_id is null and o.last_seen_at < ops.now() - v_older_than
    order by o.last_seen_at
    limit p_limit
  ) as old
  where c.tenant_id = old.tenant_id and c.id = old.id;
  get diagnostics v_chats = row_count;

  return jsonb_build_object(
    'webhookEvents', v_events, 'unroutedEvents', v_unrouted, 'verifications', v_verifications,
    'auditLog', v_changes, 'accessLog', v_reads, 'syncs', v_syncs,
    'crmPushes', v_pushes, 'toolCalls', v_tool_calls, 'recalls', v_recalls, 'batchItems', v_items, 'chats', v_chats,
    'jobExecutions', queue.prune_executions(v_older_than, p_limit)
  );
end
$$;
comment on function api.prune(integer, integer) is
  'Deletes what is kept for p_retention_days only, of all tenants: inbound events as they came, unrouted ones, spent one-time codes, job executions, readings of HousecallPro but for those of everything, finished pushes to it, idempotency keys of tools, recalls that helped nobody, the requests of batches that are over, chats in which nothing was said; and after 400 days the audit and the access log; at most p_limit of each. Returns how many of each: {webhookEvents, unroutedEvents, verifications, auditLog, accessLog, syncs, crmPushes, toolCalls, recalls, batchItems, chats, jobExecutions}; call again while one of them is p_limit.';
