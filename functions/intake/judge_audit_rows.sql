create or replace function intake.judge_audit_rows(p_run intake.backfill_runs, p_rows jsonb)
returns intake.audit_row[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Rows up to where the run is were counted before: the answer to them was lost, or another process works on the same run.
  return array(
    -- Materialised: written into the rest, what is read of a row would be read again at each mention.
    with given as materialized (
      select r.line, r.key, btrim(r.id) as audit_id, btrim(r."leadId") as lead_id, r.action, r.actor,
        intake.read_role(r.actor) as role, intake.read_time(btrim(r.at)) as at, intake.read_body(r.payload, r.action) as body,
        r.problem
      from jsonb_to_recordset(p_rows) as r (
        line bigint, key text, id text, "leadId" text, action text, actor text, at text, payload jsonb, problem text
      )
      where case
        when r.key is null then r.line > p_run.position
        else p_run.last_key is null or r.key > p_run.last_key collate "C"
      end
    ),
    read as (
      select g.*, l.id as lead, case
        when g.problem is not null then g.problem
        when coalesce(g.audit_id, '') = '' then 'it has no id'
        when length(g.audit_id) > 200 then 'its id is longer than 200 characters'
        when coalesce(g.lead_id, '') = '' then 'it names no lead'
        when g.role is null then 'its actor is none of customer, user, agent, assistant, staff, system, tool'
        when g.at is null then 'it has no time, or one that cannot be'
        when length(g.body) > 65536 then 'its text is longer than 65,536 characters'
      end as fault
      from given as g
      left join lead.leads as l
        on l.tenant_id = p_run.tenant_id and l.source = p_run.source and l.source_id = g.lead_id
    ),
    told as (
      select r.*, row_number() over (partition by r.fault is null, r.lead is null, r.body is null, r.audit_id order by r.line) as place
      from read as r
    )
    select row(
      t.line, t.key, t.audit_id, t.lead, left(t.action, 200), left(t.actor, 200), t.role, t.at, t.body, o.outcome,
      case o.outcome
        when 'bad' then t.fault
        when 'skipped' then case when t.lead is null then 'its lead is not known: rapport import leads' else 'it says nothing' end
      end,
      case when o.outcome = 'imported' then ops.new_id() end
    )::intake.audit_row
    from told as t
    cross join lateral (
      select case
        when t.fault is not null then 'bad'
        when t.lead is null or t.body is null then 'skipped'
        when exists (
          select from intake.backfilled_messages as b
          where b.tenant_id = p_run.tenant_id and b.source = p_run.source and b.audit_id = t.audit_id
        ) then 'repeated'
        when t.place > 1 then 'repeated'
        else 'imported'
      end as outcome
    ) as o
    order by t.line
  );
end
$$;
comment on function intake.judge_audit_rows(intake.backfill_runs, jsonb) is
  'What becomes of rows of an audit log that the run has not counted yet, in their order: imported, repeated, skipped or bad, with the reason. The caller holds the source.';
