create or replace function crm.job_mark(p_push_id uuid)
returns text
language sql
immutable
strict
parallel safe
-- The end of the id: its beginning is the time, which others share.
return '(Rapport job ' || right(p_push_id::text, 12) || ')';
comment on function crm.job_mark(uuid) is 'The last line of the notes of a job that a push made at HousecallPro: by it the job is found again when the answer was lost.';
