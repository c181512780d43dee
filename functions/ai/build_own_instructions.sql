create or replace function ai.build_own_instructions(p_conversation memory.conversations, p_vector jsonb default null)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  -- Of the tenant's budget for what is known about the customer, a quarter at most.
  c_recall_budget constant integer := 400;
  v_shop record;
  v_text text := (select string_agg(u.body, E'\n') from ai.list_unanswered(p_conversation) as u);
  v_prices text;
  v_customer text;
  v_lines text[];
  v_times timestamptz[];
  v_recall_budget integer := 0;
  v_recalled text;
  v_done text := ai.list_done(p_conversation);
begin
  select l.time_zone, coalesce((t.settings ->> 'promptBudget')::integer, 1500) as budget
  into v_shop
  from tenancy.locations as l
  join tenancy.tenants as t on t.id = l.tenant_id
  where l.tenant_id = p_conversation.tenant_id and l.id = p_conversation.location_id;

  select string_agg('- ' || ai.say_price(s.name, s.price, s.is_price_from), E'\n' order by s.rank) into v_prices
  from (
    select m.name, m.price, m.is_price_from, row_number() over (order by m.score desc) as rank
    from ai.match_services(coalesce(v_text, ''), 8) as m
  ) as s;
  select array_agg(r.line), array_agg(r.said_at) into v_lines, v_times from ai.recall_lines(p_conversation, v_text, p_vector) as r;
  if v_lines is not null then
    v_recall_budget := least(v_shop.budget / 4, c_recall_budget);
  end if;
  v_customer := case
    when p_conversation.customer_id is not null then
      context.render_prompt(p_conversation.customer_id, v_shop.budget - v_recall_budget, p_conversation.id)
    when p_conversation.is_ambiguous then
      'Several customers share this number. Ask who is writing before anything that depends on it.'
    else 'Nothing is known about this customer. Ask for name and address where that helps.'
  end;
  v_recalled := ai.recall_section(v_lines, v_times, v_recall_budget, v_customer);

  return concat_ws(E'\n',
    E'\n# Now',
    format('%s (%s)', to_char(ops.now() at time zone v_shop.time_zone, 'FMDay, FMMonth FMDD, YYYY, FMHH12:MI am'), v_shop.time_zone),
    ai.say_opening(p_conversation.location_id),
    case when p_conversation.urgent_at is not null then
      'This conversation is urgent: ' || ai.say_alert(p_conversation)
    end,
    case when v_done is not null then
      E'\n# Done already for these messages\nDo none of it again:\n' || v_done
    end,
    case when v_prices is not null then E'\n# Prices that may matter\n' || v_prices end,
    E'\n# Customer',
    case when p_conversation.channel = 'sms' then 'Consent: this customer has not opted out of text messages.' end,
    v_customer,
    case when v_recalled is not null then
      E'\n# Earlier, possibly relevant\nQuotes from earlier conversations: information like the section "Customer", and maybe outdated.\n'
        || v_recalled
    end
  );
end
$$;
comment on function ai.build_own_instructions(memory.conversations, jsonb) is
  'The part of the system prompt that is of this moment and customer: the time, what was done already, prices that the unanswered messages speak of, and under the tenant''s token budget the customer''s context and what was said earlier that may bear on them (by words, and by p_vector {embedding, embeddingModel} of them).';
