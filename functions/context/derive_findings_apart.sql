create or replace function context.derive_findings_apart(p_job_ids uuid[], out findings integer, out unreadable jsonb)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_half constant integer := cardinality(p_job_ids) / 2;
  v_code text;
  v_first record;
  v_second record;
begin
  begin
    findings := context.derive_findings(p_job_ids);
    unreadable := '[]';
    return;
  exception
    when others then
      -- What ails the server or comes of another session is no text's fault: the whole batch is tried again.
      if left(sqlstate, 2) in ('25', '40', '53', '55', '57', '58') then
        raise;
      end if;
      v_code := sqlstate;
  end;
  if v_half = 0 then
    findings := 0;
    unreadable := jsonb_build_array(jsonb_build_object('jobId', p_job_ids[1], 'code', v_code));
    return;
  end if;
  select h.* into v_first from context.derive_findings_apart(p_job_ids[:v_half]) as h;
  select h.* into v_second from context.derive_findings_apart(p_job_ids[v_half + 1:]) as h;
  findings := v_first.findings + v_second.findings;
  unreadable := v_first.unreadable || v_second.unreadable;
end
$$;
comment on function context.derive_findings_apart(uuid[]) is
  'context.derive_findings, but for jobs whose reading fails: those are told, [{jobId, code (SQLSTATE)}], and the others are read all the same. Where a batch fails it is halved, down to the one job.';
