package org.trunkline.node.internal.status;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.Alarm.Severity;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.part.PartWarning;

/** What is wrong now, and since when. One thread at a time. */
public final class Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private record Key(String code, String subject) {}

    private final InstantSource clock;
    private Map<Key, Instant> known = new HashMap<>();
    private Map<Key, Instant> now = new HashMap<>();
    private List<Alarm> list = new ArrayList<>();

    public Alarms(InstantSource clock) {
        this.clock = clock;
    }

    /** Begins to gather anew; what is raised again keeps its time. */
    public Alarms begin() {
        known = now;
        now = new HashMap<>();
        list = new ArrayList<>();
        return this;
    }

    public void raise(String code, Severity severity, String subject, String message, Object... args) {
        raise(code, severity, subject, message, LocalizableText.NOTHING, List.of(args).stream().map(Object::toString).toList());
    }

    /** @param why the last value of the text */
    public void raise(String code, Severity severity, String subject, String message, LocalizableText why, String... args) {
        raise(code, severity, subject, message, why, Stream.concat(Stream.of(args), Stream.of(why.message())).toList());
    }

    /** A part that cannot start. */
    public void raise(PartFailure failure) {
        raise(failure.code(), Severity.CRITICAL, failure.subject(), failure.message(), failure.why(), failure.args());
    }

    /** A part that could not do something. */
    public void raise(PartWarning warning) {
        raise(warning.code(), Severity.WARNING, warning.subject(), warning.message(), warning.why(), warning.args());
    }

    private void raise(String code, Severity severity, String subject, String message, LocalizableText why, List<String> args) {
        var key = new Key(code, subject);
        if (now.containsKey(key))
            return;
        boolean fresh = !known.containsKey(key);
        Instant since = fresh ? clock.instant() : known.get(key);
        now.put(key, since);
        list.add(new Alarm(code, severity, since, subject, args, message, why));
        if (fresh && severity == Severity.CRITICAL)
            LOG.error("{}", message);
    }

    /** The worst first, then the oldest. */
    public List<Alarm> list() {
        list.sort((a, b) -> a.severity() != b.severity() ? b.severity().compareTo(a.severity())
                : a.since().compareTo(b.since()));
        return List.copyOf(list);
    }
}
