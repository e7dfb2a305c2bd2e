package org.trunkline.plugin.internal.link;

/** What a frame says. The first group goes to the plug-in's process, the second to the node. */
public enum FrameKind {
    /** What to run: sent once, first. */
    SETUP,
    /** Calls an extension: call number, extension number, method, arguments. */
    CALL,
    /** Rehearses a call: call number, interface, method, arguments. Answered as a call, without an extension. */
    REHEARSE,
    /** Entries that were asked for: number, whether they could be read, entries or why not. */
    ENTRIES,
    /** End in order. */
    STOP,

    /** Proves who connects: the token. First frame. */
    HELLO,
    /** An extension is there: number, interface, ranking. */
    OFFER,
    /** An extension is gone: number. */
    WITHDRAW,
    /** All bundles run. */
    READY,
    /** It cannot run: why, in words. */
    UNABLE,
    /** Answers a call: number, outcome, value. */
    ANSWER,
    /** Alive: CPU time of the plug-in's own threads, of calls and of the process, heap, threads. */
    HEARTBEAT,
    /** A line for the log. */
    LOG,
    /** An event of a topic. */
    PUBLISH,
    /** A command for a call. */
    COMMAND,
    /** Asks for the entries of a kind: number, kind. */
    ASK_ENTRIES,
    /** The process ends because its own code wants so. */
    EXIT;

    private static final FrameKind[] ALL = values();

    /** @throws IllegalArgumentException if there is no such kind */
    public static FrameKind of(int ordinal) {
        if (ordinal < 0 || ordinal >= ALL.length)
            throw new IllegalArgumentException("frame of kind " + ordinal);
        return ALL[ordinal];
    }
}
