create or replace function ai.answer_services_and_prices(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_lines text;
begin
  needs_person := false;
  select string_agg(ai.say_price(s.name, s.price, s.is_price_from), ', ' order by s.score desc) into v_lines
  from ai.match_services(p_text, 3) as s;
  if v_lines is not null then
    body := 'Yes, we do that: ' || v_lines || '. Tell me what day suits you if you''d like a visit.';
    return;
  end if;

  if ai.normalize_message(p_text) ~ '\m(services|kind of work|price list|what work)\M' then
    select string_agg(ai.say_price(s.name, s.price, s.is_price_from), ', ' order by s.id) into v_lines
    from (
      select c.* from crm.service_catalog as c
      where c.tenant_id = p_conversation.tenant_id and c.is_active and c.price is not null
      order by c.id
      limit 4
    ) as s;
  end if;
  if v_lines is not null then
    body := 'A few of our services: ' || v_lines || '. Which one do you need?';
    return;
  end if;
  needs_person := true;
  body := 'I don''t see that on my price list, so I''ve asked the office to get back to you about it. '
    || coalesce(ai.say_opening(p_conversation.location_id), '');
end
$$;
comment on function ai.answer_services_and_prices(memory.conversations, text) is
  'Lines of the price list that the text speaks of; a price that is not on the list is never made up but left to a person.';
