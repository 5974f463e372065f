-- The audit trail: one chain of entries per practice, numbered without gaps, and a head that knows its end.
-- Entries are only ever added. Beside it: open deliveries of the outboxes, one row each.

create table if not exists audit_head (
    practice text primary key,
    seq      integer not null,
    hash     text not null
) strict;

create table if not exists audit_entry (
    practice  text not null,
    seq       integer not null,
    at        text not null,
    actor     text not null,
    roles     text not null,
    action    text not null,
    patient   text,
    target    text not null,
    outcome   text not null,
    prev_hash text not null,
    hash      text not null,
    primary key (practice, seq)
) strict;

create index if not exists audit_entry_at on audit_entry (practice, at, seq);
create index if not exists audit_entry_patient on audit_entry (practice, patient, at, seq) where patient is not null;
create index if not exists audit_entry_actor on audit_entry (practice, actor, at, seq);
create index if not exists audit_entry_action on audit_entry (practice, action, at, seq);

create trigger if not exists audit_entry_not_changed before update on audit_entry
begin select raise(abort, 'The audit trail is append-only.'); end;
create trigger if not exists audit_entry_kept before delete on audit_entry
begin select raise(abort, 'The audit trail is append-only.'); end;
-- "insert or replace" deletes without telling the delete trigger.
create trigger if not exists audit_entry_not_replaced before insert on audit_entry
when exists (select 1 from audit_entry where practice = new.practice and seq = new.seq)
begin select raise(abort, 'The audit trail is append-only.'); end;
create trigger if not exists audit_head_not_replaced before insert on audit_head
when exists (select 1 from audit_head where practice = new.practice)
begin select raise(ignore); end;
create trigger if not exists audit_head_kept before delete on audit_head
begin select raise(abort, 'The audit trail is append-only.'); end;
create trigger if not exists audit_head_forward before update on audit_head
when new.practice <> old.practice or new.seq <= old.seq
begin select raise(abort, 'The head of the audit trail only moves on.'); end;

create view if not exists open_deliveries as
select substr(grain_state.id, 1, instr(grain_state.id, '/') - 1) as practice,
       grain_state.state,
       grain_state.id as grain_key,
       grain_state.modified,
       item.value ->> 'id' as item_id,
       item.value ->> 'kind' as kind,
       coalesce(item.value ->> 'attempts', 0) as attempts,
       case when item.value ->> 'parked' then 1 else 0 end as parked,
       item.value ->> 'notBefore' as not_before,
       coalesce(item.value ->> 'lastProblem', '') as last_problem,
       item.value ->> 'createdAt' as created_at
from grain_state, json_each(grain_state.doc, '$.outbox') item
where grain_state.doc -> 'outbox' is not null;

create view if not exists parked_deliveries as
select practice, state, grain_key, item_id, kind, attempts, last_problem, created_at
from open_deliveries where parked = 1;
