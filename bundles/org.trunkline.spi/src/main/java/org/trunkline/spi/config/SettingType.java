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
    /** The name of a trunk. */
    TRUNK,
    /** A username. */
    SUBSCRIBER,
    /** Seconds. */
    DURATION
}
