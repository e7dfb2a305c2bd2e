package org.trunkline.api.cdr;

import java.util.Optional;

/** A search text that cannot be understood. */
public class QueryException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int position;
    private final String suggestion;

    /**
     * @param position index of the character it went wrong at, from 0
     * @param suggestion a text that would work, or empty
     */
    public QueryException(String message, int position, String suggestion) {
        super(message);
        this.position = position;
        this.suggestion = suggestion;
    }

    public int position() {
        return position;
    }

    public Optional<String> suggestion() {
        return suggestion.isEmpty() ? Optional.empty() : Optional.of(suggestion);
    }
}
