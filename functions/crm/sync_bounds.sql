create or replace function crm.sync_bounds()
returns integer[]
language sql
immutable
parallel safe
return array[1, 5, 15, 60, 300, 900, 3600, 14400];
comment on function crm.sync_bounds() is 'The bounds, in seconds, that the durations of readings of HousecallPro are counted by.';
