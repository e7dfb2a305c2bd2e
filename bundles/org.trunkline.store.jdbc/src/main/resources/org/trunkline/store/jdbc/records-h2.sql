--liquibase formatted sql

-- A process may die between two statements: each can run again over what is there.

--changeset trunkline:records-1
--comment: records in the order they are written, so that the table only grows at its end; the rest of each in detail
create table if not exists call_record (
    nr bigint not null primary key,
    id char(20) not null,
    direction varchar(8) not null,
    from_dialled varchar(1024) not null,
    from_number varchar(1024) not null,
    from_name varchar(1024) not null,
    to_dialled varchar(1024) not null,
    to_number varchar(1024) not null,
    trunk varchar(64),
    route varchar(32),
    started_on date not null,
    started_at timestamp(3) with time zone not null,
    ringing_at timestamp(3) with time zone,
    answered_at timestamp(3) with time zone,
    ended_at timestamp(3) with time zone not null,
    duration_ms bigint not null,
    billed_seconds bigint not null,
    pdd_ms bigint,
    ended_by varchar(8) not null,
    sip_status int not null,
    cause varchar(20) not null,
    reason varchar(1024),
    mos numeric(4, 3),
    detail varchar(1000000) not null
);
create table if not exists cdr as select * from call_record where false;
alter table cdr add column if not exists legs varchar(1000000);
alter table cdr add column if not exists quality varchar(1000000);
alter table cdr add column if not exists why varchar(1000000);
insert into call_record (nr, id, direction, from_dialled, from_number, from_name, to_dialled, to_number, trunk, route,
    started_on, started_at, ringing_at, answered_at, ended_at, duration_ms, billed_seconds, pdd_ms, ended_by, sip_status,
    cause, reason, mos, detail)
    select row_number() over (order by ended_at, id), id, direction, from_dialled, from_number, from_name, to_dialled,
    to_number, trunk, route, cast(started_at at time zone 'UTC' as date), started_at, ringing_at, answered_at, ended_at,
    duration_ms, billed_seconds, pdd_ms, ended_by, sip_status, cause, reason, mos,
    '{"legs":' || legs || ',"quality":' || quality || ',"why":' || why || '}'
    from cdr where not exists (select 1 from call_record);
drop table if exists cdr;
-- by day: entries come at the end of it, where an index on started_at would cost as much as all the rest
create index if not exists call_record_started_on on call_record (started_on);
alter table journal_offset add column if not exists nr bigint default 0 not null;
alter table journal_offset add column if not exists known_until timestamp(3) with time zone;
update journal_offset set nr = (select coalesce(max(nr), 0) from call_record);

--changeset trunkline:records-3
--comment: what calls cost, of those that end from now on
alter table call_record add column if not exists cost numeric(19, 6);
alter table call_record add column if not exists currency varchar(3);
