create or replace function insight.say_description(p_rule text, p_data jsonb)
returns text
language sql
stable
parallel safe
-- One expression over the data, however long: a function for a part of it would be planned again for every row.
return case p_rule
  when 'equipment_replacement' then concat(
    coalesce(initcap(p_data ->> 'type') || ' ', upper(left(p_data ->> 'equipmentType', 1))),
    substr(replace(p_data ->> 'equipmentType', '_', ' '), case when p_data ->> 'type' is null then 2 else 1 end), ' is ',
    case when (p_data -> 'isAgeEstimated')::boolean then 'about ' end, p_data ->> 'age', ' years old (average lifespan: ', p_data ->> 'lifespan',
    ' years). Customer may benefit from proactive replacement to avoid emergency failure.'
  )
  when 'upsell_membership' then concat(
    'Customer has used us ', p_data ->> 'jobs', ' times for ', context.format_money((p_data ->> 'value')::numeric), ' total. They ',
    'would save ' || context.format_money((p_data ->> 'savingPerYear')::numeric) || '/year with ' || (p_data ->> 'membership') || ' membership.',
    case when p_data ->> 'savingPerYear' is null then 'have no ' || (p_data ->> 'membership') || ' membership.' end
  )
  when 'churn_risk' then concat(
    'Last visit was in ', to_char((p_data ->> 'lastServiceOn')::date, 'Mon YYYY'), '; before that they came about every ',
    insight.say_days((p_data ->> 'medianGapDays')::integer), '.'
  )
  when 'review_request' then concat(
    coalesce(p_data ->> 'serviceType', 'A job'), ' was completed on ',
    to_char((p_data ->> 'completedOn')::date, 'Mon FMDD, YYYY'), ' by ' || (p_data ->> 'technicianName'), '.'
  )
  when 'unpaid_balance' then concat(
    context.format_money((p_data ->> 'balance')::numeric), case when (p_data -> 'jobs')::integer > 1 then concat(' of ', p_data ->> 'jobs', ' jobs') end,
    ' is unpaid since ', to_char((p_data ->> 'since')::date, 'Mon FMDD, YYYY'), '.'
  )
  when 'warranty_expiring' then concat(
    'The warranty of the ', (p_data ->> 'make') || ' ', replace(p_data ->> 'equipmentType', '_', ' '), ' ends on ',
    to_char((p_data ->> 'warrantyEndsOn')::date, 'Mon FMDD, YYYY'), '.'
  )
  else concat(
    case when p_data ->> 'lastOn' is not null then concat('The last ', p_data ->> 'service', ' was in ', to_char((p_data ->> 'lastOn')::date, 'Mon YYYY'))
      else concat('No ', p_data ->> 'service', ' is on record',
        ' since the installation in ' || to_char((p_data ->> 'installedOn')::date, 'Mon YYYY')) end,
    case
      when p_rule = 'sump_pump_check' then '; one before spring avoids a flooded basement.'
      when p_data ->> 'everyMonths' = '12' then '; it is suggested every year.'
      when (p_data ->> 'everyMonths')::integer % 12 = 0 then concat('; it is suggested every ', (p_data ->> 'everyMonths')::integer / 12, ' years.')
      else concat('; it is suggested every ', p_data ->> 'everyMonths', ' months.')
    end
  )
end;
comment on function insight.say_description(text, jsonb) is 'What a rule found in a sentence or two, from its insight_data.';
