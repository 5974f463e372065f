namespace Portal.Bench.Baseline;

/// <summary>The tables of the ordinary program, with the indexes that its lists need.</summary>
public static class BaselineSchema
{
    public const string Text = """
        create table conversation (
            id text collate "C" primary key,
            practice text collate "C" not null,
            subject text not null,
            patient_name text not null,
            practice_owner text collate "C" not null,
            total integer not null,
            snippet text not null,
            last_at timestamptz not null,
            work text not null,
            assignee_id text);
        create index conversation_by_practice on conversation (practice, work, last_at desc, id);
        create index conversation_by_owner on conversation (practice, practice_owner, work, last_at desc, id);

        create table participant (
            conversation_id text collate "C" not null references conversation,
            owner text collate "C" not null,
            is_practice boolean not null,
            unread boolean not null,
            archived boolean not null,
            last_at timestamptz not null,
            wrote_at timestamptz,
            primary key (conversation_id, owner));
        create index participant_box on participant (owner, archived, last_at desc, conversation_id);
        create index participant_sent on participant (owner, wrote_at desc, conversation_id) where wrote_at is not null;
        create index participant_unread on participant (owner) where unread;

        create table message (
            id text collate "C" primary key,
            conversation_id text collate "C" not null references conversation,
            request_id text collate "C" not null unique,
            by_staff boolean not null,
            author_id text not null,
            author_name text not null,
            body text not null,
            sent_at timestamptz not null);
        create index message_by_conversation on message (conversation_id, sent_at);

        create table audit (
            seq bigint generated always as identity primary key,
            practice text collate "C" not null,
            at timestamptz not null,
            actor text not null,
            action text not null,
            target text not null);
        create index audit_by_time on audit (practice, at);

        create table mailbox (owner text collate "C" primary key, told_at timestamptz);
        create table notice (id text collate "C" primary key, owner text not null, created_at timestamptz not null);
        """;
}
