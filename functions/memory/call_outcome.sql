create or replace function memory.call_outcome(p_call memory.calls)
returns text
language sql
immutable
parallel safe
return case
  when p_call.dial_status in ('completed', 'answered') then 'transferred'
  when p_call.recording_sid is not null then 'voicemail'
  when p_call.streamed_at is null then 'missed'
  when p_call.stream_end in ('hung_up', 'time_limit') then 'answered'
  else 'failed'
end;
comment on function memory.call_outcome(memory.calls) is 'What came of a call: see memory.calls.outcome.';
