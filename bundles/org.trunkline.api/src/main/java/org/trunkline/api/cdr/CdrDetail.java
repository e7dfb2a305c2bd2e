package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.quality.StreamReport;

/**
 * The optional columns of a record in a table. Lists hold each value once, in the record's order,
 * as the query language writes them; an order by such a field is by the first.
 *
 * @param peer subscriber, trunk or host on the caller's leg
 * @param codecs of the legs, the caller's first
 * @param rejected why candidates were passed over or failed
 * @param origins origins of targets that the caller did not dial
 * @param loss of the worst audio stream, 0..1
 * @param jitter the highest of its audio streams
 * @param attributes fields that plug-ins added
 */
public record CdrDetail(Optional<String> route, boolean answered, EndedBy endedBy, Optional<String> peer,
        List<String> codecs, List<String> rejected, List<String> origins, List<String> findings, boolean emergency,
        OptionalDouble loss, Optional<Duration> jitter, List<Attribute> attributes) {
    public CdrDetail {
        requireNonNull(route);
        requireNonNull(endedBy);
        requireNonNull(peer);
        codecs = List.copyOf(codecs);
        rejected = List.copyOf(rejected);
        origins = List.copyOf(origins);
        findings = List.copyOf(findings);
        requireNonNull(loss);
        requireNonNull(jitter);
        attributes = List.copyOf(attributes);
    }

    public static CdrDetail of(Cdr cdr) {
        var candidates = cdr.why().candidates();
        var heard = cdr.quality().stream().filter(s -> s.isAudio() && s.packets() + s.lost() > 0).toList();
        return new CdrDetail(cdr.route(), cdr.answered(), cdr.endedBy(), cdr.legs().stream().map(CdrLeg::peer).findFirst(),
                cdr.legs().stream().flatMap(leg -> leg.codec().stream()).distinct().toList(),
                codes(candidates.stream().filter(c -> c.verdict() == Verdict.PASSED_OVER || c.verdict() == Verdict.FAILED)
                        .map(Candidate::reason)),
                codes(candidates.stream().filter(c -> c.verdict() != Verdict.PASSED_OVER && c.origin() != Origin.DIALLED)
                        .map(Candidate::origin)),
                cdr.findings(), cdr.marks().emergency(),
                heard.stream().mapToDouble(StreamReport::lossRatio).max(),
                heard.stream().map(StreamReport::maxJitter).max(Duration::compareTo), cdr.marks().attributes());
    }

    /** A field that a plug-in added; empty where the record has none. */
    public Optional<Attribute> attribute(String name) {
        return attributes.stream().filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }

    private static List<String> codes(Stream<? extends Enum<?>> values) {
        return values.distinct().map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    }
}
