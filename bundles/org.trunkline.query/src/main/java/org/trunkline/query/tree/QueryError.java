package org.trunkline.query.tree;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.trunkline.api.cdr.QueryException;

/** What can be wrong with a search; the code is for translation, {@code too-many-parts}. */
public enum QueryError {
    TOO_LONG("The search is longer than {0} characters"),
    TOO_MANY_PARTS("More than {0} parts"),
    TOO_DEEP("Nested deeper than {0}"),
    STRAY_PARENTHESIS("A closing parenthesis has no opening one"),
    MISSING_AT_END("Something is missing at the end"),
    MISSING_BEFORE("Something is missing before this"),
    MISSING_BEFORE_PARENTHESIS("Something is missing before the closing parenthesis"),
    EMPTY_PARENTHESES("Nothing between the parentheses"),
    OPEN_PARENTHESIS("This parenthesis is not closed"),
    NO_SUCH_FIELD("There is no field \"{0}\""),
    NO_VALUE("A value is missing after \"{0}:\""),
    NO_VALUE_AT_END("A value is missing at the end"),
    RANGE_WITHOUT_TO("A range needs TO between its ends: [10s TO 2m]"),
    OPEN_RANGE("This range is not closed"),
    RANGE_WITHOUT_END("An end of the range is missing; * leaves it open"),
    CANNOT_STAND_HERE("\"{0}\" is not allowed here"),
    OPEN_QUOTATION("This quotation mark is not closed"),
    TOO_MANY_PIECES("More than {0} pieces between wildcards"),
    WHOLE_CALL_ID("Enter the complete Call-ID; parts of it are not searched"),
    WHOLE_ID("Enter the complete id; parts of it are not searched"),
    NO_VALUE_OF("\"{0}\" is not a value of {1}"),
    NOT_BOOLEAN("\"{0}\" is neither true nor false"),
    NO_ORDER("\"{0}\" has no order: ranges and comparisons are not possible"),
    NOT_DURATION("\"{0}\" is not a duration, such as 500ms, 90s, 1m30s or 1h"),
    NOT_FIGURE("\"{0}\" is not a number, such as {1}"),
    NOT_TIME("\"{0}\" is not a time, such as today, -7d, 2026-03-02 or 2026-03-02T08:15"),
    NOT_STATUS("\"{0}\" is not a SIP status, such as 486 or 4xx"),
    NO_SEQUENCE("A sequence is missing, such as INVITE 183 CANCEL"),
    TOO_MANY_STEPS("More than {0} steps"),
    NO_STEP_AFTER_NO("A step is missing after \"no\""),
    NO_SIP_METHOD("\"{0}\" is not a SIP method"),
    NO_STEP("\"{0}\" is neither a SIP method nor a status"),
    TIME_WITHOUT_STEP("A time needs a step before it"),
    TIME_MISSING("A time is missing, such as 60s"),
    NOT_STEP_TIME("\"{0}\" is not a time, such as 500ms, 60s or 5m");

    private final String english;

    QueryError(String english) {
        this.english = english;
    }

    /** @param suggestion a text that would work, or empty @param args for the text, told in this order */
    public QueryException at(int position, String suggestion, Object... args) {
        List<String> told = Arrays.stream(args).map(Object::toString).toList();
        return new QueryException(name().toLowerCase(Locale.ROOT).replace('_', '-'), told,
                new MessageFormat(english, Locale.ROOT).format(told.toArray()), position, suggestion);
    }
}
