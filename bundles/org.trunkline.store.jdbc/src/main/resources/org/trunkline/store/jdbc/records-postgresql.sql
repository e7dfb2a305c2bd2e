--liquibase formatted sql

--changeset trunkline:records-1
--comment: records by month, which are dropped whole when they are old; months are added as records come
create table call_record (
    nr bigint not null,
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
    detail varchar(1000000) not null,
    primary key (started_at, nr)
) partition by range (started_at);
alter table journal_offset add column nr bigint default 0 not null;
alter table journal_offset add column known_until timestamp(3) with time zone;

--changeset trunkline:records-2 splitStatements:false
--comment: records of the table before
do $$
declare
    month timestamp;
begin
    for month in select distinct date_trunc('month', started_at at time zone 'UTC') from cdr loop
        execute format('create table if not exists %I partition of call_record for values from (%L) to (%L)',
            'call_record_' || to_char(month, 'YYYY_MM'), to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
            to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
    end loop;
    insert into call_record select row_number() over (order by ended_at, id), id, direction, from_dialled, from_number,
        from_name, to_dialled, to_number, trunk, route, (started_at at time zone 'UTC')::date, started_at, ringing_at, answered_at, ended_at, duration_ms,
        billed_seconds, pdd_ms, ended_by, sip_status, cause, reason, mos,
        '{"legs":' || legs || ',"quality":' || quality || ',"why":' || why || '}'
        from cdr;
    drop table cdr;
    update journal_offset set nr = (select coalesce(max(nr), 0) from call_record);
end $$;

--changeset trunkline:records-3
--comment: what calls cost, of those that end from now on
alter table call_record add column if not exists cost numeric(19, 6);
alter table call_record add column if not exists currency varchar(3);
