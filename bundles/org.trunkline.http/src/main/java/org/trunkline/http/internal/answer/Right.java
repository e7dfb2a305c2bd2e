package org.trunkline.http.internal.answer;

import java.util.List;

/** What a plug-in's session needs for an endpoint; the administrator's token needs nothing. */
public enum Right {
    /** Any session. */
    ANY,
    RECORDS("records.read"),
    /** What holds numbers and names that cannot be masked: messages, files. */
    RECORDS_IN_CLEAR("records.read", Right.PERSONAL),
    CALLS("calls.read"),
    CONTROL("calls.control"),
    CONFIGURATION("config.read"),
    CHANGE("config.write"),
    /** What belongs to the plug-in that the path names, for that plug-in alone. */
    OWN,
    /** The administrator's alone. */
    NEVER;

    /** Numbers and names as they are. */
    static final String PERSONAL = "personal";

    private final List<String> permissions;

    Right(String... permissions) {
        this.permissions = List.of(permissions);
    }

    public List<String> permissions() {
        return permissions;
    }

    /** Whether answers hold numbers and names of people's calls. */
    public boolean tellsCalls() {
        return this == RECORDS || this == CALLS;
    }
}
