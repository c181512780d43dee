create or replace function context.prompt_profile_lines(p_context jsonb)
returns table (section integer, place integer, parent integer, rank integer, line text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_zone text := p_context ->> 'locationZone';
  v_status text := p_context -> 'membership' ->> 'status';
  v_ends text := p_context -> 'membership' ->> 'expiresAt';
  v_jobs integer := (p_context ->> 'totalJobs')::integer;
begin
  return query
  select 1, l.place, null::integer, l.rank, l.line
  from (values
    (1, 0, 'Name: ' || context.flatten_text(p_context ->> 'name', 80)),
    (2, 35, 'Phone: ' || context.format_phone(p_context ->> 'primaryPhone')),
    (3, 50, 'Email: ' || context.flatten_text(p_context ->> 'email', 120)),
    (4, 52, 'Customer since: ' || to_char((p_context ->> 'customerSince')::date, 'FMMonth YYYY')),
    (5, 36, case when v_jobs > 0 then concat(
      'Lifetime value: ', context.format_money((p_context ->> 'lifetimeValue')::numeric),
      ' (', v_jobs, case v_jobs when 1 then ' job)' else ' jobs)' end) end),
    (6, 20, case when v_status <> 'none' then concat(
      'Membership: ', context.name_membership(tenancy.current_tenant(), v_status),
      ' (' || case when v_ends::timestamptz < ops.now() then 'expired ' else 'expires ' end
      || context.format_month(v_ends, v_zone) || ')') end),
    (7, 21, 'Balance due: ' || context.format_money(nullif(greatest((p_context ->> 'outstandingBalance')::numeric, 0), 0))),
    (8, 33, 'Preferred technician: ' || context.flatten_text(p_context -> 'preferredTechnician' ->> 'name', 60)),
    (9, 34, 'Preferred time: ' || (p_context ->> 'preferredTimeWindow')),
    (10, 37, 'Preferred contact: ' || case p_context ->> 'communicationPreference'
      when 'sms' then 'text message' when 'call' then 'phone call' when 'email' then 'email' end)
  ) as l (place, rank, line)
  where l.line is not null;
end
$$;
comment on function context.prompt_profile_lines(jsonb) is
  'Lines of the prompt''s section 1, Customer Profile. A lower rank is dropped later; a line with a parent stands only with that place.';
