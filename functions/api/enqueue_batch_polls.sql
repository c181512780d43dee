-- owner: rapport_owner
create or replace function api.enqueue_batch_polls()
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return (
    select count(ai.enqueue_batch(b.tenant_id, b.id))
    from (
      select l.tenant_id, l.id from ai.batch_jobs as l where l.completed_at is null or not l.are_files_deleted order by l.id::text
    ) as b
  );
end
$$;
comment on function api.enqueue_batch_polls() is
  'The look at every batch that is under way, of all tenants, or whose files are still at OpenAI: a job each. Returns how many.';
