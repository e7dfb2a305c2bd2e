package org.trunkline.ui.cdr.internal.find;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.node.Node;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;
import org.trunkline.ui.search.CdrNavigator;

/** The way to all calls that a text finds; needs no node. */
public final class SearchFinder implements Finder {
    private static final int LEAST = 4;

    private final Texts texts = Texts.of(RichText.class);

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) {
        String query = queryOf(text);
        return List.of(new Found(texts.get("find.all", text.strip()), query.equals(text.strip()) ? "" : query,
                CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, query)));
    }

    /** The zero of {@code 08-684…} is not in {@code +468684…}; what is left finds both. */
    private static String withoutTrunkPrefix(String digits) {
        String rest = digits.replaceFirst("^0{1,2}", "");
        return rest.length() < LEAST ? digits : rest;
    }

    /** A bare number is looked for on both sides, without a + by any part of it; anything else is a query as typed. */
    static String queryOf(String typed) {
        String text = typed.strip();
        String digits = text.replaceAll("[\\s()/-]", "");
        if (digits.matches("\\+?[0-9]{3,}"))
            return digits.startsWith("+") ? QueryText.clause(CdrField.NUMBER, digits) : "number:*" + withoutTrunkPrefix(digits) + "*";
        return text;
    }
}
