package org.trunkline.ui.cdr.internal.query;

import java.util.Optional;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.QueryTokens;
import org.trunkline.query.Token;
import org.trunkline.query.Token.Kind;

/** The clause of a search text that says when its calls began: {@code started:yesterday}. */
final class StartClause {
    private StartClause() {}

    /** Whether the text has one that is not negated, at its top, in an alternative or in parentheses. */
    static boolean isIn(String text) {
        int depth = 0;
        int negatedAt = Integer.MAX_VALUE;
        boolean negated = false;
        for (Token token : QueryTokens.of(text)) {
            if (token.is(Kind.OPEN) && ++depth < negatedAt && negated)
                negatedAt = depth;
            else if (token.is(Kind.CLOSE) && depth-- == negatedAt)
                negatedAt = Integer.MAX_VALUE;
            else if (token.is(Kind.FIELD) && token.field().equals(Optional.of(CdrField.STARTED)) && !negated && depth < negatedAt)
                return true;
            negated = token.is(Kind.NOT) && !negated;
        }
        return false;
    }
}
