-- owner: rapport_analytics
create or replace view analytics.insights
with (security_barrier = true) as
select
  i.id as insight_id,
  i.customer_id,
  i.insight_type,
  i.priority,
  i.title,
  i.description,
  i.suggested_action,
  i.confidence,
  i.status,
  i.generated_at,
  i.actioned_at,
  i.dismissed_reason,
  i.expires_at
from insight.customer_insights as i
-- A fence: no condition of the reader's is estimated from, or tried on, rows behind the wall.
offset 0;

comment on view analytics.insights is
  'One row a recommendation: type, priority (low to urgent), confidence from 0 to 1, and what became of it (active, actioned, dismissed, expired).';
