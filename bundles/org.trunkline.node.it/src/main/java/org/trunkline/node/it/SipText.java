package org.trunkline.node.it;

import java.util.Optional;
import java.util.stream.Stream;

/** Reads messages as the phones of these tests do. */
final class SipText {
    private SipText() {
    }

    static int status(String answer) {
        return Integer.parseInt(answer.substring(8, 11));
    }

    static Optional<String> header(String message, String name) {
        return lines(message, name).findFirst();
    }

    static Stream<String> lines(String message, String name) {
        return Stream.of(message.split("\r\n")).filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(l -> l.substring(name.length() + 1).strip());
    }
}
