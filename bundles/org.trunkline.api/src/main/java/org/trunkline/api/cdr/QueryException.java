package org.trunkline.api.cdr;

import java.util.List;
import java.util.Optional;

/** A search text that cannot be understood. */
public class QueryException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final String[] args;
    private final int position;
    private final String suggestion;

    /**
     * @param position index of the character it went wrong at, from 0
     * @param suggestion a text that would work, or empty
     */
    public QueryException(String message, int position, String suggestion) {
        this("", List.of(), message, position, suggestion);
    }

    /**
     * @param code for translation: {@code no-such-field}; empty where there is none
     * @param args values for the translated text
     */
    public QueryException(String code, List<String> args, String message, int position, String suggestion) {
        super(message);
        this.code = code;
        this.args = args.toArray(String[]::new);
        this.position = position;
        this.suggestion = suggestion;
    }

    public String code() {
        return code;
    }

    public List<String> args() {
        return List.of(args);
    }

    public int position() {
        return position;
    }

    public Optional<String> suggestion() {
        return suggestion.isEmpty() ? Optional.empty() : Optional.of(suggestion);
    }
}
