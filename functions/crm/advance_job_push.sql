create or replace function crm.advance_job_push(p_push crm.pushes, p_outcome jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_remote_id text := p_outcome ->> 'id';
begin
  if p_outcome ->> 'kind' = 'jobs' then
    select l.id into v_remote_id
    from jsonb_to_recordset(p_outcome -> 'jobs') as l (id text, notes jsonb)
    where l.id is not null and exists (
      select from jsonb_array_elements_text(l.notes) as n (content) where position(crm.job_mark(p_push.id) in n.content) > 0
    )
    order by l.id
    limit 1;
    if not found then
      if crm.describe_new_job(p_push) ? 'address_id' then
        return crm.step_push(p_push.id, 'write');
      elsif p_push.failures >= 7 then
        return crm.end_push(p_push, 'failed', 'its address is not at HousecallPro');
      end if;
      return crm.defer_push(p_push, 'queued', 'its address is not at HousecallPro yet', ops.now() + interval '2 minutes', true);
    end if;
  end if;
  if v_remote_id is null then
    -- Made, but not told under which id: read back.
    return crm.defer_push(p_push, 'unknown', 'no id came back', ops.now() + interval '2 minutes', true);
  end if;
  perform crm.adopt_job(p_push, v_remote_id);
  return crm.end_push(p_push, 'done', null, null, v_remote_id);
end
$$;
comment on function crm.advance_job_push(crm.pushes, jsonb) is
  'What comes after a call of a job push: among the customer''s newest {kind: jobs, jobs [{id, notes}]} it is found by its mark, else created once HousecallPro has its address; {kind: created, id} is remembered. The next call, or how it ended.';
