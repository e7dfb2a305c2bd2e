package org.trunkline.phone.control;

import java.util.Map;

/** What shows the windows of a session. Only on X11 a program is told of keys and the mouse in the windows of others. */
public enum DisplayServer {
    X11,
    /** An X server beside it knows only what is done in its own windows. */
    WAYLAND,
    /** None of both, as outside Linux. */
    OTHER;

    /** That of this session. */
    public static DisplayServer current() {
        return of(System.getProperty("os.name"), System.getenv());
    }

    static DisplayServer of(String system, Map<String, String> environment) {
        if (!system.startsWith("Linux"))
            return OTHER;
        if (environment.containsKey("WAYLAND_DISPLAY") || "wayland".equals(environment.get("XDG_SESSION_TYPE")))
            return WAYLAND;
        return environment.containsKey("DISPLAY") ? X11 : OTHER;
    }
}
