create or replace function memory.fits_filters(p_message memory.messages, p_filters jsonb)
returns boolean
language sql
stable
return (p_filters ->> 'channel' is null or (p_message).channel = p_filters ->> 'channel')
  and (p_filters ->> 'direction' is null or (p_message).direction = p_filters ->> 'direction')
  and (p_filters ->> 'conversationId' is null or (p_message).conversation_id = (p_filters ->> 'conversationId')::uuid)
  and (p_filters ->> 'from' is null or (p_message).created_at >= (p_filters ->> 'from')::timestamptz)
  and (p_filters ->> 'to' is null or (p_message).created_at < (p_filters ->> 'to')::timestamptz);
comment on function memory.fits_filters(memory.messages, jsonb) is
  'Whether a message is one of those that a search is limited to: {channel, direction, conversationId, from, to (exclusive)}.';
