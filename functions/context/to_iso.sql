create or replace function context.to_iso(p_at timestamptz)
returns text
language sql
stable
parallel safe
return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
comment on function context.to_iso(timestamptz) is 'A moment as ISO 8601 in UTC with milliseconds, whatever the session''s zone is.';
