--liquibase formatted sql

--changeset trunkline:plugins-1
--comment: channels of plug-ins that alerts are told through, and what plug-ins keep of kinds of their own
create table if not exists alert_setting (
    search varchar(64) not null,
    channel varchar(300) not null,
    field varchar(40) not null,
    content varchar(12000) not null,
    sealed boolean not null,
    primary key (search, channel, field)
);
create table if not exists plugin_entry (
    plugin varchar(200) not null,
    kind varchar(40) not null,
    entry_key varchar(200) not null,
    field varchar(40) not null,
    content varchar(12000) not null,
    sealed boolean not null,
    primary key (plugin, kind, entry_key, field)
);
