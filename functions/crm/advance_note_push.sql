create or replace function crm.advance_note_push(p_push crm.pushes, p_outcome jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_remote_id text := p_outcome ->> 'id';
begin
  if p_outcome ->> 'kind' <> 'created' then
    select coalesce(n.id, '') into v_remote_id
    from jsonb_to_recordset(p_outcome -> 'notes') as n (id text, content text)
    where position(crm.job_note_mark(p_push.id) in n.content) > 0
    limit 1;
    if not found then
      return crm.step_push(p_push.id, 'write');
    end if;
  end if;
  return crm.end_push(p_push, 'done', null, null, nullif(v_remote_id, ''));
end
$$;
comment on function crm.advance_note_push(crm.pushes, jsonb) is
  'What comes after a call of a job note push: among the notes of {kind: job, notes [{id, content}]} it is found by its mark, else created; {kind: created, id} ends it. The next call, or how it ended.';
