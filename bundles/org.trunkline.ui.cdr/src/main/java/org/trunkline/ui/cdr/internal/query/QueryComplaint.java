package org.trunkline.ui.cdr.internal.query;

import org.trunkline.api.cdr.QueryException;
import org.trunkline.ui.Texts;

/** What is wrong with a query, in the desk's language where the code is known, else as the node put it. */
public final class QueryComplaint {
    private QueryComplaint() {}

    public static String of(QueryException error, Texts texts) {
        String key = "query." + error.code();
        String words = texts.has(key) ? texts.get(key, error.args().toArray()) : error.getMessage();
        return texts.get("search.error", error.position() + 1, words);
    }
}
