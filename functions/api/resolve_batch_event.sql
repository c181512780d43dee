-- owner: rapport_owner
create or replace function api.resolve_batch_event(p_openai_batch_id text, p_event_id text)
returns text
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_events_kept constant integer := 20;
  v_batch ai.batch_jobs;
begin
  select b.* into v_batch from ai.batch_jobs as b where b.openai_batch_id = p_openai_batch_id for no key update;
  if not found then
    return 'unknown';
  elsif p_event_id = any (v_batch.event_ids) then
    return 'duplicate';
  end if;
  update ai.batch_jobs as b
  set event_ids = (array_prepend(left(p_event_id, 200), b.event_ids))[:c_events_kept]
  where b.tenant_id = v_batch.tenant_id and b.id = v_batch.id;
  perform ai.enqueue_batch(v_batch.tenant_id, v_batch.id);
  return 'woken';
end
$$;
comment on function api.resolve_batch_event(text, text) is
  'A webhook of OpenAI told of a batch: finds whose it is and has it looked at. woken; duplicate: this event came before; unknown: no batch has this id (one whose creation is not recorded yet is found by the next poll).';
