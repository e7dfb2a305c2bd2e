package org.trunkline.ui.cdr.internal.privacy;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;

/**
 * What is kept of a person, counted.
 *
 * @param ladders of the calls, those with SIP messages
 * @param held calls by the legal hold on them
 */
public record PersonPreview(String number, long calls, long ladders, Map<String, Long> held, Optional<Instant> first,
        Optional<Instant> last) {
    /** Asked between pages. */
    @FunctionalInterface
    public interface Progress {
        /** @return whether to go on */
        boolean at(long read, long of);
    }

    private static final int PAGE = 500;

    public PersonPreview {
        held = Collections.unmodifiableMap(new TreeMap<>(held));
    }

    /** Empty where the progress said to stop. */
    public static Optional<PersonPreview> read(Privacy privacy, String number, Progress progress)
            throws NodeUnavailableException {
        long calls = 0;
        long ladders = 0;
        var held = new TreeMap<String, Long>();
        Optional<Instant> first = Optional.empty();
        Optional<Instant> last = Optional.empty();
        Optional<String> after = Optional.empty();
        do {
            PersonPage page = privacy.person(number, Privacy.Purpose.SEARCH, after, PAGE);
            for (var item : page.items()) {
                calls++;
                ladders += item.ladder().isPresent() ? 1 : 0;
                item.hold().ifPresent(name -> held.merge(name, 1L, Long::sum));
                var at = item.record().startedAt();
                first = Optional.of(first.filter(f -> f.isBefore(at)).orElse(at));
                last = Optional.of(last.filter(l -> l.isAfter(at)).orElse(at));
            }
            after = page.next();
            if (!progress.at(page.read(), page.of()))
                return Optional.empty();
        } while (after.isPresent());
        return Optional.of(new PersonPreview(number, calls, ladders, held, first, last));
    }

    /** Calls that nothing keeps. */
    public long free() {
        return calls - held.values().stream().mapToLong(n -> n).sum();
    }
}
