package org.trunkline.api;

import java.util.List;

/** The node cannot answer now: gone, refusing the token, or its store is down. The message says which. */
public class NodeUnavailableException extends Exception {
    private static final long serialVersionUID = 2L;

    private final String code;
    private final String[] args;

    /**
     * @param code for translation: {@code index-not-ready}, {@code wrong-token}, …; empty where the message is the desk's own
     * @param args values for the translated text
     * @param message in English
     */
    public NodeUnavailableException(String code, List<String> args, String message) {
        super(message);
        this.code = code;
        this.args = args.toArray(String[]::new);
    }

    public NodeUnavailableException(String code, List<String> args, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.args = args.toArray(String[]::new);
    }

    /** For translation; empty where the message is the desk's own. */
    public String code() {
        return code;
    }

    /** Values for the translated text. */
    public List<String> args() {
        return List.of(args);
    }
}
