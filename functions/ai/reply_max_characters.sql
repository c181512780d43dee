create or replace function ai.reply_max_characters(p_tenant_id uuid)
returns integer
language plpgsql
stable
strict
set search_path = ''
as $$
begin
  return coalesce((select (t.settings ->> 'replyMaxCharacters')::integer from tenancy.tenants as t where t.id = p_tenant_id), 480);
end
$$;
comment on function ai.reply_max_characters(uuid) is 'How long a tenant lets a reply be: its setting replyMaxCharacters, else 480 (three SMS segments).';
