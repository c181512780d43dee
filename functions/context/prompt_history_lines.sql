create or replace function context.prompt_history_lines(p_context jsonb)
returns table (section integer, place integer, parent integer, rank integer, line text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  select 7, j.place::integer, null::integer, (22 + 8 * j.place)::integer, concat(
    '- ', context.format_month(j.job ->> 'date', p_context ->> 'locationZone'), ': ',
    coalesce(context.flatten_text(j.job ->> 'serviceType', 80), 'Service'),
    ' - ' || context.format_money((j.job ->> 'amount')::numeric))
  from jsonb_array_elements(p_context -> 'recentJobs') with ordinality as j (job, place)
  union all
  select 8, i.place::integer, null, case i.insight ->> 'priority'
    when 'urgent' then 18 when 'high' then 26 when 'medium' then 45 else 60 end + i.place::integer, concat(
    '- [', upper(i.insight ->> 'priority'), '] ', coalesce(context.flatten_text(i.insight ->> 'title', 160), 'Recommendation'),
    ' - ' || context.flatten_text(i.insight ->> 'suggestedAction', 200))
  from jsonb_array_elements(p_context -> 'insights') with ordinality as i (insight, place)
  where i.place <= 10
  union all
  select 9, 1, null, 32, s.summary
  from (select context.flatten_text(p_context ->> 'conversationSummary', 800) as summary offset 0) as s
  where s.summary is not null;
end
$$;
comment on function context.prompt_history_lines(jsonb) is
  'Lines of the prompt''s sections 7 to 9: Recent Service History, Active Recommendations, Conversation Summary.';
