create or replace function identity.import_wave(p_source text, p_rows jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_targets jsonb;
begin
  select coalesce(jsonb_agg(jsonb_build_object(
    'line', r.line, 'customerId', coalesce(m.customer_id, ops.new_id()), 'candidates', to_jsonb(m.candidates),
    'outcome', case when m.customer_id is not null then 'linked' when m.candidates is not null then 'pending' else 'created' end
  )), '[]')
  into v_targets
  from jsonb_to_recordset(p_rows) as r (line integer)
  left join identity.match_import(p_source, p_rows) as m on m.line = r.line;

  insert into identity.customers (
    tenant_id, id, first_name, last_name, company_name, customer_since, summary, current_issue_summary, source
  )
  select v_tenant_id, t."customerId", left(r."firstName", 200), left(r."lastName", 200), left(r."companyName", 200), r."customerSince",
    r.summary, r."currentIssueSummary", 'import'
  from jsonb_to_recordset(v_targets) as t (line integer, "customerId" uuid, outcome text)
  join jsonb_to_recordset(p_rows) as r (
    line integer, "firstName" text, "lastName" text, "companyName" text, "customerSince" date, summary text, "currentIssueSummary" text
  ) on r.line = t.line
  where t.outcome <> 'linked';
  insert into context.customer_context (tenant_id, customer_id, tags, lead_source)
  select v_tenant_id, t."customerId", array(select jsonb_array_elements_text(coalesce(r.tags, '[]'))), r."leadSource"
  from jsonb_to_recordset(v_targets) as t (line integer, "customerId" uuid, outcome text)
  join jsonb_to_recordset(p_rows) as r (line integer, tags jsonb, "leadSource" text) on r.line = t.line
  where t.outcome <> 'linked';

  perform identity.import_identities(p_source, p_rows, v_targets);
  perform identity.import_addresses(p_rows, v_targets);
  perform identity.import_opt_outs(p_rows, v_targets);
  return v_targets;
end
$$;
comment on function identity.import_wave(text, jsonb) is
  'Imports rows of which no two know the same phone, e-mail or id: [{line, customerId, outcome: created | linked | pending, candidates}].';
