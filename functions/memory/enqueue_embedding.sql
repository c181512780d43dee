-- owner: rapport_owner
create or replace function memory.enqueue_embedding(p_tenant_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_wait constant interval := interval '3 seconds';
begin
  if not memory.is_embedded_at_once(p_tenant_id) then
    return;
  end if;
  -- A job that begins later than this transaction can take sees what it wrote; holding it would make the tenant's
  -- transactions wait for each other. Were one slower, the sweep finds what it left (api.enqueue_embeddings).
  if exists (
    select from pgboss.job as j
    where j.name = 'embed_messages' and j.state = 'created' and j.singleton_key = p_tenant_id::text
      and j.start_after > pgboss.job_now() + c_wait / 3
  ) then
    return;
  end if;
  perform queue.enqueue(
    'embed_messages', jsonb_build_object('tenantId', p_tenant_id), pgboss.job_now() + c_wait, p_tenant_id::text
  );
end
$$;
comment on function memory.enqueue_embedding(uuid) is
  'Has a tenant''s messages embedded in three seconds, together with what else comes until then, where they are embedded at once at all.';
