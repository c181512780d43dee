create or replace function ai.say_price(p_name text, p_price numeric, p_is_price_from boolean)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return p_name || case
    when p_price is null then ' is quoted on site'
    when p_is_price_from then ' starts at ' || context.format_money(p_price)
    else ' is ' || context.format_money(p_price)
  end;
end
$$;
comment on function ai.say_price(text, numeric, boolean) is 'A line of the price list as a sentence without its full stop.';
