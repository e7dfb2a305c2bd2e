package org.trunkline.ui.cdr.internal.query;

import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

/** What is wrong with a query, in the desk's language where the code is known, else as the node put it. */
public final class QueryComplaint {
    private QueryComplaint() {}

    public static String of(QueryException error, Texts texts) {
        var said = new LocalizableText(error.code(), error.args(), String.valueOf(error.getMessage()));
        return texts.get("search.error", error.position() + 1, StateText.create().of(said));
    }
}
