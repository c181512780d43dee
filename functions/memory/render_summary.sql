create or replace function memory.render_summary(p_summary text, p_items jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return left(concat_ws(E'\n', p_summary, (
    select string_agg(k.line, E'\n' order by k.kind desc)
    from (
      select i.kind, case i.kind when 'promise' then 'Open promises: ' when 'appointment' then 'Appointments: ' else 'Complaints: ' end
        || string_agg(i.text, ' · ' order by i.place) as line
      from rows from (jsonb_to_recordset(p_items) as (kind text, text text)) with ordinality as i (kind, text, place)
      group by i.kind
    ) as k
  )), 10000);
end
$$;
comment on function memory.render_summary(text, jsonb) is 'A summary with what is open below it, a line a kind: what no model can leave out.';
