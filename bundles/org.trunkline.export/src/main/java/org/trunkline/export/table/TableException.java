package org.trunkline.export.table;

import java.util.List;
import java.util.stream.Stream;

/** A file that is no readable table. Its message names the line, what is wrong and what to do. */
public final class TableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<String> args;

    /**
     * @param code for a translated sentence: {@code not-utf8}
     * @param message in English
     * @param args of the sentence: the line first, where there is one
     */
    TableException(String code, String message, Object... args) {
        super(message);
        this.code = code;
        this.args = Stream.of(args).map(Object::toString).toList();
    }

    public String code() {
        return code;
    }

    public List<String> args() {
        return args;
    }
}
