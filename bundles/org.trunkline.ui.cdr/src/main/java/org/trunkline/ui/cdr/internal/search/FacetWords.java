package org.trunkline.ui.cdr.internal.search;

import java.util.Locale;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.ui.StateText;
import org.trunkline.ui.cdr.internal.details.SipStatus;

/** The values of facets as people read them. */
final class FacetWords {
    private final StateText states;

    FacetWords(StateText states) {
        this.states = states;
    }

    String of(CdrField field, String value) {
        try {
            return switch (field) {
                case CAUSE -> states.of(Cause.ofCode(value));
                case DIRECTION -> states.of(Direction.valueOf(value.toUpperCase(Locale.ROOT)));
                case STATUS -> SipStatus.text(Integer.parseInt(value));
                default -> value;
            };
        } catch (IllegalArgumentException newer) {
            return value; // a newer node knows values that this desk does not
        }
    }
}
