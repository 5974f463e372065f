-- Whose changes a subscription hears of, if only one patient's; and what the practice sees of who has subscribed.

create or replace view subscription_index as
select
    split_part(id, '/', 1) as practice,
    substr(id, strpos(id, '/') + 1) as id,
    doc -> 'draft' ->> 'topic' as topic,
    doc -> 'by' ->> 'appId' as app_id,
    coalesce(doc -> 'by' ->> 'userId', '') as user_id,
    doc -> 'by' ->> 'onlyPatientId' as only_patient_id,
    doc -> 'by' ->> 'scope' as scope,
    case when doc ->> 'status' = 'Off' then 0 else 1 end as live,
    doc ->> 'onlyPatientId' as listens_to,
    doc ->> 'status' as status,
    doc -> 'draft' ->> 'channel' as channel,
    coalesce(doc -> 'draft' ->> 'endpoint', '') as endpoint
from grain_state
where state = 'subscription';
