create or replace function context.format_month(p_at text, p_time_zone text)
returns text
language sql
stable
strict
parallel safe
return to_char(p_at::timestamptz at time zone p_time_zone, 'Mon YYYY');
comment on function context.format_month(text, text) is 'The month of an ISO 8601 moment in a zone: Nov 2024.';
