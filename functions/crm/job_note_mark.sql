create or replace function crm.job_note_mark(p_push_id uuid)
returns text
language sql
immutable
strict
parallel safe
-- The end of the id: its beginning is the time, which others share.
return '(Rapport note ' || right(p_push_id::text, 12) || ')';
comment on function crm.job_note_mark(uuid) is 'The last line of a job note of ours: by it the note is found again when the answer to its creation was lost.';
