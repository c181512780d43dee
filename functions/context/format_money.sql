create or replace function context.format_money(p_amount numeric)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  return '$' || btrim(to_char(p_amount, case when p_amount = trunc(p_amount) then 'FM999,999,999,990' else 'FM999,999,999,990.00' end));
end
$$;
comment on function context.format_money(numeric) is 'US dollars as people write them: $2,450, or $189.50 where there are cents.';
