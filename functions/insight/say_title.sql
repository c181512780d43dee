create or replace function insight.say_title(p_rule text, p_data jsonb)
returns text
language sql
stable
parallel safe
return case p_rule
  when 'equipment_replacement' then initcap(replace(p_data ->> 'equipmentType', '_', ' ')) || ' Replacement Opportunity'
  when 'upsell_membership' then (p_data ->> 'membership') || ' Opportunity'
  when 'churn_risk' then 'Customer at Risk of Leaving'
  when 'review_request' then 'Review Request'
  when 'unpaid_balance' then 'Unpaid Balance of ' || context.format_money((p_data ->> 'balance')::numeric)
  when 'warranty_expiring' then initcap(replace(p_data ->> 'equipmentType', '_', ' ')) || ' Warranty Ending'
  else replace(initcap(p_data ->> 'service'), 'Hvac', 'HVAC') || ' Due'
end;
comment on function insight.say_title(text, jsonb) is 'The title of what a rule found, from its insight_data.';
