package org.trunkline.query.tree;

import java.util.regex.Pattern;

/** A search with something put in, taken away or put in another's place, as a mistake asks for. */
public record QueryFix(String text) {
    private static final Pattern OPERATOR = Pattern.compile("(AND|OR|NOT|&&|\\|\\||!|-|\\+)\\s*");
    private static final Pattern OPERATOR_AT_END = Pattern.compile("(?<![^\\s(])(AND|OR|NOT|&&|\\|\\||!|-|\\+)\\s*$");

    String with(int at, String more) {
        return text.substring(0, at) + more + text.substring(at);
    }

    public String replacing(int from, int to, String by) {
        return text.substring(0, from) + by + text.substring(to);
    }

    public String without(int from, int to) {
        return (text.substring(0, from) + text.substring(to)).strip();
    }

    String withoutOperator(int at) {
        var operator = OPERATOR.matcher(text).region(at, text.length());
        return operator.lookingAt() ? without(at, operator.end()) : "";
    }

    /** Without the operator that has nothing behind it; or, where there is none, what is behind: a parenthesis. */
    String withoutOperatorBefore(int at) {
        var operator = OPERATOR_AT_END.matcher(text.substring(0, at));
        return operator.find() ? text.substring(0, operator.start()).stripTrailing() + text.substring(at)
                : at < text.length() ? without(at, at + 1) : "";
    }
}
