package org.trunkline.spi;

import static java.util.Objects.requireNonNull;

/**
 * A plug-in gave no usable answer. Thrown to callers of extensions, never by an extension: each call of an extension point
 * can end with it, whatever the method declares, and the caller continues without the answer. It has no stack trace.
 */
public final class ExtensionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reason. */
    public enum Reason {
        /** The budget of the call was over, or too many calls waited. */
        LATE,
        /** The extension threw an exception or an error, or its answer cannot be used. */
        FAILED,
        /** The plug-in was stopped because it failed too often. */
        SUSPENDED,
        /** The plug-in is being restarted, was disabled or removed. */
        GONE
    }

    private final String plugin;
    private final Reason reason;

    public ExtensionFailedException(String plugin, Reason reason, String message) {
        super(message, null, false, false);
        this.plugin = requireNonNull(plugin);
        this.reason = requireNonNull(reason);
    }

    /** Its id. */
    public String plugin() {
        return plugin;
    }

    public Reason reason() {
        return reason;
    }
}
