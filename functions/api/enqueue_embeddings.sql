-- owner: rapport_owner
create or replace function api.enqueue_embeddings(p_models text[])
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return (
    select count(queue.enqueue('embed_messages', jsonb_build_object('tenantId', t.id), p_singleton_key => t.id::text))
    from (
      select n.id
      from tenancy.tenants as n
      left join memory.embedding_states as s on s.tenant_id = n.id
      where n.status = 'active' and tenancy.is_enabled(n.id, 'CUSTOMER_CONTEXT_EMBEDDINGS')
        and (
          not coalesce(s.is_filled, not exists (select from memory.messages as m where m.tenant_id = n.id))
          or s.model is distinct from memory.choose_embedding_model(n.id, p_models) and s.model is not null
          or s.answering_model <> s.model
          or memory.is_embedded_at_once(n.id) and exists (
            select from memory.unembedded_messages as u
            where u.tenant_id = n.id and u.given_up_at is null and coalesce(u.claimed_until <= ops.now(), true)
          )
        )
      order by n.id::text
    ) as t
  );
end
$$;
comment on function api.enqueue_embeddings(text[]) is
  'The sweep: a job for each active tenant whose messages wait for vectors that are made at once, or whose model is another one than it should be, given the models that can be asked. Returns how many.';
