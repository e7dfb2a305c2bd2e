package org.trunkline.alert.internal;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.alert.AlertStatus.Delivery;
import org.trunkline.domain.part.LocalizableText;

/** What became of a message, as it is kept: a line of words, and one of what they are translated by. */
final class KeptDelivery {
    private static final String CODE = "-code";
    private static final String BETWEEN = "\t";

    private record Translation(boolean again, String code, List<String> args) {}

    private KeptDelivery() {}

    static void add(KeptText text, String word, Delivery delivery) {
        var why = delivery.why();
        text.add(word, delivery.at(), delivery.delivered(), why.message()).add(word + CODE, delivery.again(), why.code(),
                String.join(BETWEEN, why.args().stream().map(arg -> arg.replace(BETWEEN, " ")).toList()));
    }

    static Optional<Delivery> read(KeptText text, String word) {
        var by = text.first(word + CODE, 3, v -> new Translation(Boolean.parseBoolean(v[0]), v[1],
                v[2].isEmpty() ? List.of() : List.of(v[2].split(BETWEEN, -1)))).orElse(new Translation(false, "", List.of()));
        return text.first(word, 3, v -> new Delivery(KeptText.instant(v[0]), Boolean.parseBoolean(v[1]),
                new LocalizableText(by.code(), by.args(), v[2]), by.again()));
    }
}
