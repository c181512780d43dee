create or replace function insight.say_action(p_rule text, p_data jsonb)
returns text
language sql
stable
parallel safe
return case p_rule
  when 'equipment_replacement' then concat('Offer ', replace(p_data ->> 'equipmentType', '_', ' '), ' replacement quote during next interaction.')
  when 'upsell_membership' then concat('Mention ', p_data ->> 'membership', ' during conversation.')
  when 'churn_risk' then 'Get in touch and ask whether anything needs attention.'
  when 'review_request' then 'Ask how it went, and for a review.'
  when 'unpaid_balance' then 'Mention the open balance and offer a way to pay.'
  when 'warranty_expiring' then 'Offer an inspection before the warranty ends.'
  else concat('Offer to book the ', p_data ->> 'service', '.')
end;
comment on function insight.say_action(text, jsonb) is 'What to do about what a rule found, from its insight_data.';
