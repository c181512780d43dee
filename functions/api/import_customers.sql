create or replace function api.import_customers(p_tenant_id uuid, p_source text, p_rows jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_skipped jsonb;
  v_rest jsonb;
  v_wave jsonb;
  v_targets jsonb;
  v_report jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if jsonb_typeof(p_rows) <> 'array' or jsonb_array_length(p_rows) > 1000 then
    raise exception 'too many rows' using errcode = 'RP003', hint = 'An array of at most 1000 rows a call.';
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('line', x.line, 'outcome', 'skipped', 'reason', x.reason, 'customerId', null)), '[]')
  into v_skipped
  from (
    select r.line, case
      when bool_or(identity.is_erased(p_tenant_id, k.type, case k.type when 'import' then p_source || ':' || k.value else k.value end))
        then 'the customer was erased'
      when count(k.value) = 0 then 'no phone number, e-mail address or id'
      when bool_or(k.type <> 'import' and not identity.is_normalised(k.type, k.value)) then 'a value is not normalised'
    end as reason
    from jsonb_to_recordset(p_rows) as r (line integer)
    left join identity.list_import_keys(p_rows) as k on k.line = r.line
    group by r.line
  ) as x
  where x.reason is not null;
  v_report := v_skipped;
  select coalesce(jsonb_agg(r.item), '[]') into v_rest
  from jsonb_array_elements(p_rows) as r (item)
  where not exists (select from jsonb_to_recordset(v_skipped) as s (line integer) where s.line = (r.item ->> 'line')::integer);

  -- In waves: first the rows whose phone, e-mail or id no earlier row has, then those that meet the customers just made.
  while v_rest <> '[]' loop
    with later as materialized (
      select distinct k.line
      from (
        select a.line, min(a.line) over (partition by a.type, a.value) as first_line from identity.list_import_keys(v_rest) as a
      ) as k
      where k.first_line < k.line
    )
    select
      coalesce(jsonb_agg(r.item) filter (where l.line is null), '[]'),
      coalesce(jsonb_agg(r.item) filter (where l.line is not null), '[]')
    into v_wave, v_rest
    from jsonb_array_elements(v_rest) as r (item)
    left join later as l on l.line = (r.item ->> 'line')::integer;
    v_targets := identity.import_wave(p_source, v_wave);
    perform identity.fill_imported(p_source, v_wave, v_targets);
    v_report := v_report || (
      select coalesce(jsonb_agg(jsonb_build_object(
        'line', t.line, 'outcome', t.outcome, 'customerId', t."customerId",
        'reason', case t.outcome when 'pending' then 'another customer has the same phone number or e-mail address' end
      )), '[]')
      from jsonb_to_recordset(v_targets) as t (line integer, "customerId" uuid, outcome text)
    );
  end loop;
  return (
    select coalesce(jsonb_agg(r.item order by (r.item ->> 'line')::integer), '[]') from jsonb_array_elements(v_report) as r (item)
  );
end
$$;
comment on function api.import_customers(uuid, text, jsonb) is
  'Imports at most 1000 rows of another system (p_source names it): [{line, externalId, firstName, lastName, companyName, phones, emails, webUserId, housecallProId, shopmonkeyId, customerSince, summary, currentIssueSummary, tags, leadSource, optOuts: [sms | email], addresses: [{street, streetLine2, city, state, zip, latitude, longitude, housecallProAddressId, propertyType, yearBuilt, knownIssues, plumbingAge, lastServiceDate, lastServiceType, lastInspectionDate, waterHeaterType, waterHeaterBrand, waterHeaterInstallDate, waterHeaterAge, asOf}]}], values normalised, line its own. Answers by line: [{line, outcome, reason, customerId}]. created; linked: the id, or a phone or e-mail with a name that may be the same, is known, and what was empty is filled; pending: the value is somebody else''s by name, so an own customer and a pending link were made; skipped, with the reason. A refusal (optOuts) is kept for every phone or e-mail of its row. The same rows again change nothing. RP003 for more rows.';
