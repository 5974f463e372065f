-- Apps that practices registered, and the connections that people made to them.

create or replace view app_index as
select
    split_part(id, '/', 1) as practice,
    substr(id, strpos(id, '/') + 1) as id,
    (doc -> 'draft' ->> 'name') as name,
    coalesce(doc -> 'draft' ->> 'launchUrl', '') as launch_url,
    cast(doc -> 'draft' -> 'redirects' as text) as redirects,
    cast(cast(doc ->> 'stopped' as boolean) as integer) as stopped,
    doc ->> 'lastUsedAt' as last_used_at
from grain_state
where state = 'app';

create index if not exists app_of_practice on grain_state (split_part(id, '/', 1)) where state = 'app';

create or replace view app_grant as
select
    split_part(grain_state.id, '/', 1) as practice,
    substr(grain_state.id, strpos(grain_state.id, '/') + 1) as user_id,
    held ->> 'appId' as app_id,
    (held ->> 'until') collate "C" as until
from grain_state cross join lateral jsonb_array_elements(doc -> 'grants') as held
where grain_state.state = 'app_grants';

create index if not exists app_grants_of_practice on grain_state (split_part(id, '/', 1)) where state = 'app_grants';
