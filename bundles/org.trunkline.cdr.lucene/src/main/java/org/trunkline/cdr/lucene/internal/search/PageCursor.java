package org.trunkline.cdr.lucene.internal.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.cdr.lucene.internal.search.TimeOrder.Place;

/** Where a page of records ended, as text that callers hand back: holds in face of records that come meanwhile. */
final class PageCursor {
    private static final int PARTS = 4;
    /** Behind all documents: the place itself decides. */
    private static final int ANY_DOC = Integer.MAX_VALUE;

    private PageCursor() {}

    static String of(CdrOrder order, Place place, Optional<? extends Object> value) {
        String kind = value.map(v -> v instanceof BytesRef ? "s" : "n").orElse("-");
        String text = value.map(v -> v instanceof BytesRef bytes ? bytes.utf8ToString() : v.toString()).orElse("");
        return Base64.getUrlEncoder().withoutPadding().encodeToString((name(order) + "|" + place.started() + "|"
                + place.position() + "|" + kind + text).getBytes(StandardCharsets.UTF_8));
    }

    private static String name(CdrOrder order) {
        return order.fieldName() + (order.descending() ? "-" : "+");
    }

    /** Empty where the text is no cursor of this order. */
    static Optional<FieldDoc> read(String cursor, CdrOrder order) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\\|", PARTS);
            if (parts.length != PARTS || !parts[0].equals(name(order)) || parts[3].isEmpty())
                return Optional.empty();
            String text = parts[3].substring(1);
            @Nullable Object value = switch (parts[3].charAt(0)) {
                case 's' -> new BytesRef(text);
                case 'n' -> Long.valueOf(text);
                default -> null; // Lucene's word for a missing value
            };
            return Optional.of(new FieldDoc(ANY_DOC, Float.NaN,
                    new Object[] { value, Long.valueOf(parts[1]), Long.valueOf(parts[2]) }));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The value that a page ended at, where it is a word; empty for none. */
    static Optional<String> word(FieldDoc after) {
        return after.fields[0] instanceof BytesRef bytes ? Optional.of(bytes.utf8ToString()) : Optional.empty();
    }

    static Place place(FieldDoc after) {
        return new Place((Long) after.fields[1], (Long) after.fields[2]);
    }
}
