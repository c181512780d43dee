create or replace function intake.read_time(p_text text)
returns timestamptz
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_at timestamptz;
begin
  if p_text ~ '^[0-9]{13}$' then
    v_at := to_timestamp(p_text::bigint / 1000.0);
  elsif p_text ~* '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)? ?(Z|[+-]\d\d(:?\d\d)?)?)?$'
    and pg_input_is_valid(p_text, 'timestamptz')
  then
    -- The timestamps of a Prisma database have no zone and are in UTC.
    v_at := (p_text || case when p_text ~* '[T ].*(Z|[+-]\d\d(:?\d\d)?)$' then '' else ' UTC' end)::timestamptz;
  end if;
  return case when v_at between timestamptz '1990-01-01Z' and ops.now() + interval '1 day' then v_at end;
end
$$;
comment on function intake.read_time(text) is
  'A time of another system: ISO 8601, in UTC where it names no zone, or milliseconds since 1970. Null for anything else, and for what lies before 1990 or in the future.';
