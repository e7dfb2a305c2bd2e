package org.trunkline.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.quality.StreamReport;

/**
 * Records as a carrier of some size would write them: load by the time of day, numbers by Zipf's law, trunks with a
 * character of their own, and a little trouble. The same seed makes the same records.
 */
public final class CdrGenerator {
    private static final int SUBSCRIBERS = 2_000;
    private static final int NUMBERS = 200_000;
    private static final double ZIPF = 1.1;
    private static final String[] PREFIXES = { "+4670", "+4673", "+468", "+4631", "+4930", "+4420", "+1212", "+6221",
        "+8610", "+3361" };
    private static final String[] AGENTS = { "baresip v1.0.0 (x86_64/Linux)", "Yealink SIP-T46U 108.86.0.20",
        "snomD785/10.1.184.14", "Linphone/5.2.0" };
    private static final String[] CODECS = { "PCMA", "PCMA", "PCMA", "PCMU", "G722", "opus" };

    /** @param weight share of the calls @param answered of its calls @param loss mean, 0..1 @param pddMs median */
    private record Carrier(String name, String host, double weight, double answered, double loss, int pddMs) {}

    private static final List<Carrier> CARRIERS = List.of(
            new Carrier("Telia A", "192.0.2.10", 0.45, 0.62, 0.002, 1_100),
            new Carrier("Carrier B", "192.0.2.20", 0.25, 0.55, 0.004, 1_900),
            new Carrier("Nordic SIP", "198.51.100.7", 0.18, 0.58, 0.003, 900),
            new Carrier("Cheap Routes", "203.0.113.99", 0.09, 0.31, 0.045, 4_200),
            new Carrier("Backup", "198.51.100.8", 0.03, 0.5, 0.008, 2_400));

    private final SplittableRandom random;
    private final double callsPerSecond;
    private Instant now;

    /** @param callsPerSecond on average over a day */
    public CdrGenerator(long seed, Instant start, double callsPerSecond) {
        random = new SplittableRandom(seed);
        now = start;
        this.callsPerSecond = callsPerSecond;
    }

    /** The next call, begun after the one before. */
    public Cdr next() {
        var time = LocalTime.ofInstant(now, ZoneOffset.UTC);
        double load = 1 - 0.85 * Math.cos((time.toSecondOfDay() - 2 * 3600) / 86_400.0 * 2 * Math.PI);
        double gap = -Math.log(1 - random.nextDouble()) / (callsPerSecond * load) * 1000;
        now = now.plusMillis(Math.round(gap));
        return record(now);
    }

    private Cdr record(Instant start) {
        var carrier = carrier();
        var direction = direction();
        var from = direction == Direction.OUTBOUND || direction == Direction.INTERNAL ? subscriber() : stranger();
        var to = direction == Direction.INBOUND || direction == Direction.INTERNAL ? subscriber() : stranger();
        boolean viaTrunk = direction != Direction.INTERNAL;
        var cause = cause(viaTrunk ? carrier.answered() : 0.7);
        boolean answered = cause == Cause.NORMAL;
        boolean rang = answered || cause == Cause.NO_ANSWER || cause == Cause.CANCELLED || cause == Cause.DECLINED;
        long pdd = Math.round((viaTrunk ? carrier.pddMs() : 150) * Math.exp(random.nextGaussian() * 0.5));
        long ring = Math.round(8_000 * Math.exp(random.nextGaussian() * 0.6));
        var ringing = rang ? Optional.of(start.plusMillis(pdd)) : Optional.<Instant>empty();
        var answer = answered ? Optional.of(start.plusMillis(pdd + ring)) : Optional.<Instant>empty();
        long talk = Math.round(75_000 * Math.exp(random.nextGaussian()));
        var end = answered ? answer.get().plusMillis(talk) : rang ? start.plusMillis(pdd + ring)
                : start.plusMillis(Math.min(pdd, 32_000));
        String codec = CODECS[random.nextInt(CODECS.length)];
        var quality = answered ? List.of(stream(LegSide.CALLER, codec, talk, viaTrunk ? carrier.loss() : 0.0005),
                stream(LegSide.CALLEE, codec, talk, viaTrunk ? carrier.loss() : 0.0005)) : List.<StreamReport>of();
        int status = status(cause);
        var trunk = viaTrunk ? Optional.of(carrier.name()) : Optional.<String>empty();
        var route = direction == Direction.OUTBOUND || direction == Direction.TRANSIT
                ? Optional.of(to.normalised().substring(0, Math.min(3, to.normalised().length())))
                : Optional.<String>empty();
        return new Cdr(CallId.next(start, random), direction, from, to, trunk, route, start, ringing, answer, end,
                endedBy(cause), status, cause, Optional.empty(),
                legs(direction, carrier, from, to, start, ringing, answer, end, status, answered ? codec : ""),
                quality, why(carrier, direction, to, route, cause, status));
    }

    private Why why(Carrier carrier, Direction direction, Party to, Optional<String> route, Cause cause, int status) {
        if (direction == Direction.INTERNAL || direction == Direction.INBOUND)
            return Why.byDialPlan(12, Optional.empty(), to.dialled(), to.normalised(),
                    List.of(new Candidate(to.dialled(), Verdict.CHOSEN, Reason.NONE, 0, 0, status)));
        var candidates = new ArrayList<Candidate>();
        if (random.nextInt(20) == 0)
            candidates.add(new Candidate("Carrier B", Verdict.PASSED_OVER, Reason.CALLS_CAP, 30, 30, 0));
        candidates.add(switch (cause) {
            case CALLS_CAP -> new Candidate(carrier.name(), Verdict.PASSED_OVER, Reason.CALLS_CAP, 30, 30, 0);
            case CPS_CAP -> new Candidate(carrier.name(), Verdict.PASSED_OVER, Reason.CPS_CAP, 10, 10, 0);
            default -> new Candidate(carrier.name(), Verdict.CHOSEN, Reason.NONE, 0, 0, status);
        });
        return Why.byDialPlan(12, route, to.dialled(), to.normalised(), candidates);
    }

    private List<CdrLeg> legs(Direction direction, Carrier carrier, Party from, Party to, Instant start,
            Optional<Instant> ringing, Optional<Instant> answer, Instant end, int status, String codec) {
        boolean fromTrunk = direction == Direction.INBOUND || direction == Direction.TRANSIT;
        boolean toTrunk = direction == Direction.OUTBOUND || direction == Direction.TRANSIT;
        var named = codec.isEmpty() ? Optional.<String>empty() : Optional.of(codec);
        var caller = new CdrLeg(LegSide.CALLER, fromTrunk ? carrier.name() : from.dialled(), hex(8) + hex(8),
                address(fromTrunk ? carrier.host() : "10.20.0." + random.nextInt(1, 255)), "udp", start, ringing,
                answer, end, status, named, Optional.of(AGENTS[random.nextInt(AGENTS.length)]));
        var callee = new CdrLeg(LegSide.CALLEE, toTrunk ? carrier.name() : to.dialled(),
                hex(16) + "@127.0.0.1", address(toTrunk ? carrier.host() : "10.20.0." + random.nextInt(1, 255)), "udp",
                start.plusMillis(3), ringing, answer, end, status, named, Optional.empty());
        return List.of(caller, callee);
    }

    private String address(String host) {
        return host + ":" + (random.nextInt(3) == 0 ? random.nextInt(1024, 65_536) : 5060);
    }

    private String hex(int bytes) {
        var text = new StringBuilder();
        for (int i = 0; i < bytes; i++)
            text.append(Character.forDigit(random.nextInt(16), 16)).append(Character.forDigit(random.nextInt(16), 16));
        return text.toString();
    }

    private StreamReport stream(LegSide from, String codec, long talkMs, double meanLoss) {
        long expected = talkMs / 20 + 1;
        double loss = Math.min(0.5, meanLoss * Math.exp(random.nextGaussian()));
        long lost = Math.round(expected * loss);
        double r = Math.max(0, 93.2 - 95 * loss / (loss + 0.0434) - random.nextDouble() * 4);
        double mos = r <= 0 ? 1 : 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
        long jitter = Math.round(1_500 * Math.exp(random.nextGaussian() * 0.8));
        return new StreamReport(from, 0, "audio", codec, expected - lost, (expected - lost) * 160, lost, 0,
                random.nextInt(50) == 0 ? random.nextInt(9) : 0, Duration.ofNanos(jitter * 1000),
                Duration.ofNanos(jitter * 3000), Optional.of(Duration.ofNanos(random.nextInt(4_000, 60_000) * 1000L)),
                1, Optional.of(thousandths(r)), Optional.of(thousandths(Math.clamp(mos, 1, 4.5))));
    }

    private static double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private Carrier carrier() {
        double pick = random.nextDouble();
        for (var carrier : CARRIERS) {
            pick -= carrier.weight();
            if (pick < 0)
                return carrier;
        }
        return CARRIERS.getFirst();
    }

    private Direction direction() {
        int pick = random.nextInt(100);
        return pick < 45 ? Direction.OUTBOUND : pick < 80 ? Direction.INBOUND : pick < 92 ? Direction.INTERNAL
                : Direction.TRANSIT;
    }

    private Cause cause(double answered) {
        if (random.nextInt(50) == 0) { // trouble
            var trouble = List.of(Cause.TIMEOUT, Cause.FAILED, Cause.CALLS_CAP, Cause.CPS_CAP, Cause.TRUNK_DOWN,
                    Cause.MEDIA_TIMEOUT, Cause.INTERNAL_ERROR, Cause.NO_ROUTE);
            return trouble.get(random.nextInt(trouble.size()));
        }
        if (random.nextDouble() < answered)
            return Cause.NORMAL;
        int pick = random.nextInt(100);
        return pick < 30 ? Cause.BUSY : pick < 62 ? Cause.NO_ANSWER : pick < 85 ? Cause.CANCELLED
                : pick < 92 ? Cause.DECLINED : pick < 98 ? Cause.NOT_FOUND : Cause.INVALID_NUMBER;
    }

    private static int status(Cause cause) {
        return switch (cause) {
            case NORMAL, MEDIA_TIMEOUT -> 200;
            case BUSY -> 486;
            case NO_ANSWER, TIMEOUT -> 408;
            case CANCELLED -> 487;
            case DECLINED -> 603;
            case NOT_FOUND, NO_ROUTE -> 404;
            case INVALID_NUMBER -> 484;
            case INTERNAL_ERROR -> 500;
            default -> 503;
        };
    }

    private EndedBy endedBy(Cause cause) {
        return switch (cause) {
            case NORMAL -> random.nextBoolean() ? EndedBy.CALLER : EndedBy.CALLEE;
            case CANCELLED -> EndedBy.CALLER;
            case BUSY, DECLINED -> EndedBy.CALLEE;
            default -> EndedBy.NODE;
        };
    }

    private Party subscriber() {
        int n = zipf(SUBSCRIBERS);
        return new Party(String.valueOf(4000 + n), Optional.of("+46850" + (10_000 + n)), "Person " + n);
    }

    private Party stranger() {
        int n = zipf(NUMBERS);
        String number = PREFIXES[n % PREFIXES.length] + "%07d".formatted((n * 7_919L + 1_234_567) % 10_000_000);
        return new Party(number.substring(1), Optional.of(number), "");
    }

    /** 0 to n-1, the small ones often. */
    private int zipf(int n) {
        double u = random.nextDouble();
        double exponent = 1 - ZIPF;
        return (int) Math.min(n - 1L, Math.pow(u * (Math.pow(n, exponent) - 1) + 1, 1 / exponent) - 1);
    }

    /** The SIP messages of such a call. Pure: the same for the same record. */
    public static Ladder ladder(Cdr cdr) {
        var entries = new ArrayList<LadderEntry>();
        for (int leg = 0; leg < cdr.legs().size(); leg++) {
            var l = cdr.legs().get(leg);
            boolean caller = l.side() == LegSide.CALLER;
            add(entries, l, leg, l.startedAt(), !caller, "INVITE", cdr);
            add(entries, l, leg, l.startedAt().plusMillis(1), caller, "100 Trying", cdr);
            for (var at : l.ringingAt().stream().toList())
                add(entries, l, leg, at, caller, "180 Ringing", cdr);
            for (var at : l.answeredAt().stream().toList()) {
                add(entries, l, leg, at, caller, "200 OK", cdr);
                add(entries, l, leg, at.plusMillis(20), !caller, "ACK", cdr);
                add(entries, l, leg, l.endedAt(), !caller, "BYE", cdr);
            }
            add(entries, l, leg, l.endedAt().plusMillis(4), caller,
                    cdr.answered() ? "200 OK" : cdr.sipStatus() + " " + cdr.cause().code(), cdr);
        }
        entries.sort(Comparator.comparing(LadderEntry::at));
        return new Ladder(cdr.id(), entries);
    }

    private static void add(List<LadderEntry> entries, CdrLeg leg, int index, Instant at, boolean sent, String label,
            Cdr cdr) {
        boolean request = Character.isLetter(label.charAt(0));
        String sdp = label.equals("INVITE") || label.equals("200 OK") ? """
                v=0\r
                o=- %d 1 IN IP4 10.20.0.1\r
                s=-\r
                c=IN IP4 10.20.0.1\r
                t=0 0\r
                m=audio 2%04d RTP/AVP 8 0 101\r
                a=rtpmap:8 PCMA/8000\r
                a=rtpmap:0 PCMU/8000\r
                a=rtpmap:101 telephone-event/8000\r
                a=sendrecv\r
                """.formatted(at.toEpochMilli(), at.toEpochMilli() % 10_000) : "";
        String message = (request ? label + " sip:" + cdr.to().dialled() + "@" + leg.remoteAddress() + " SIP/2.0\r\n"
                : "SIP/2.0 " + label + "\r\n") + """
                Via: SIP/2.0/UDP %s;rport;branch=z9hG4bK%08x\r
                Max-Forwards: 70\r
                From: "%s" <sip:%s@127.0.0.1>;tag=%08x\r
                To: <sip:%s@127.0.0.1>;tag=%08x\r
                Call-ID: %s\r
                CSeq: 1 INVITE\r
                Contact: <sip:%s@%s>\r
                User-Agent: %s\r
                Content-Length: %d\r
                \r
                """.formatted(leg.remoteAddress(), at.hashCode(), cdr.from().displayName(), cdr.from().dialled(),
                leg.sipCallId().hashCode(), cdr.to().dialled(), cdr.id().hashCode(), leg.sipCallId(),
                cdr.from().dialled(), leg.remoteAddress(), leg.userAgent().orElse("Trunkline"), sdp.length()) + sdp;
        entries.add(new LadderEntry(at, index, sent, leg.remoteAddress(), leg.transport(), label, 0, message));
    }
}
