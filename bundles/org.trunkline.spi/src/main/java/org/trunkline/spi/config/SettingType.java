package org.trunkline.spi.config;

/** The type of a {@link SettingField}. */
public enum SettingType {
    TEXT, NUMBER, YES_NO, CHOICE,
    /** {@code host}, {@code host:port} or an IP address. */
    HOST,
    /** {@code https://…}. */
    URL,
    /** An e-mail address. */
    MAIL,
    /** A telephone number, E.164 with the plus. */
    PHONE_NUMBER,
    /** What can be called: a number as dialled, the name of a subscriber or ring group, or a SIP address. The desk offers calls to it. */
    DIALLED,
    /** The name of a trunk. */
    TRUNK,
    /** A username. */
    SUBSCRIBER,
    /** Seconds. */
    DURATION
}
