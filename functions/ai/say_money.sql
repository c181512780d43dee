create or replace function ai.say_money(p_amount numeric)
returns text
language sql
immutable
strict
parallel safe
return '$' || to_char(p_amount, case when p_amount = trunc(p_amount) then 'FM999,999,990' else 'FM999,999,990.00' end);
comment on function ai.say_money(numeric) is 'US dollars as a person writes them: $189, $1,250.50.';
