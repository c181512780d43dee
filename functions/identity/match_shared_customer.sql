create or replace function identity.match_shared_customer(p_type text, p_value text, p_text text)
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_text text := ops.normalize_name(left(p_text, 500));
  v_best record;
begin
  select s.customer_id, s.score, s.runner_up into v_best
  from (
    select n.customer_id, n.score, lead(n.score, 1, 0::real) over (order by n.score desc, n.customer_id) as runner_up
    from (
      -- Each name that stands in the text speaks for its bearer, so "Maria Smith" tells one Smith from another.
      select c.id as customer_id, sum(p.likeness) as score
      from identity.customer_identities as i
      join identity.customers as c on c.tenant_id = i.tenant_id and c.id = i.customer_id
      cross join unnest(array[c.first_name, c.last_name, c.company_name]) as part (name)
      cross join lateral (select identity.name_likeness(ops.normalize_name(part.name), v_text) as likeness) as p
      where i.tenant_id = tenancy.current_tenant() and i.type = p_type and i.value = p_value
        and length(ops.normalize_name(part.name)) >= 2 and p.likeness >= 0.6
      group by c.id
    ) as n
  ) as s
  order by s.score desc, s.customer_id
  limit 1;

  if v_best.score - v_best.runner_up >= 0.3 then
    return v_best.customer_id;
  end if;
  return null;
end
$$;
comment on function identity.match_shared_customer(text, text, text) is
  'Which of the customers sharing an identity the text names ("this is Maria"), by trigram likeness of names, tolerant of accents and typos. Null when nobody or more than one fits.';
