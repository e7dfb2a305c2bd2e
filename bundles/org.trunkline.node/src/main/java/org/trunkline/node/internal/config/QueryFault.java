package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.api.cdr.QueryException;

/** A query that cannot be understood, as the error of a form's field. */
public final class QueryFault {
    private QueryFault() {}

    public static FieldError of(String query, QueryException e) {
        var args = new ArrayList<>(List.of(query, String.valueOf(e.position())));
        e.suggestion().ifPresent(args::add);
        return new FieldError("query", "query", args, "at character " + (e.position() + 1) + ": " + e.getMessage());
    }
}
