package org.trunkline.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.message.MessageCounts;
import org.trunkline.api.message.WaitingMessage;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;

/** Values with every field filled in, so that a test that loses one fails. */
public final class Samples {
    public static final Instant START = Instant.parse("2026-01-31T08:00:00.125Z");
    private static final LocalizableText UNAVAILABLE = new LocalizableText("answered", List.of("503", "Service Unavailable"),
            "503 Service Unavailable");

    private Samples() {}

    /** Distinct ids that sort by n. @param n 0 to 999 */
    public static CallId id(int n) {
        return new CallId("01KG9WRJ5X00000000" + digits(n));
    }

    private static String digits(int n) {
        var alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        return "" + alphabet.charAt(n / 32) + alphabet.charAt(n % 32);
    }

    public static NodeStatus status() {
        var trunk = new TrunkStatus("Telia A", TrunkStatus.State.DOWN, START, UNAVAILABLE,
                Optional.of(true), 3, 30, 1.5, 10, Optional.of(Duration.ofNanos(1_250_000)), Optional.of(0.5),
                Optional.of(certificate("sip.telia.example")), List.of("<sip:edge.telia.example;lr>"));
        var alarm = new Alarm("trunk-down", Alarm.Severity.CRITICAL, START, "Telia A", List.of("Telia A", "503 Service Unavailable"),
                "Trunk Telia A is down: 503 Service Unavailable", UNAVAILABLE);
        return new NodeStatus("0.1.0", START, false, List.of("udp 127.0.0.1:5060", "tcp 127.0.0.1:5060"), "trunkline",
                2, 0.25, 1234, Optional.of(0.75), 5, 1200, 4, 1L << 40, 1L << 41, 1L << 27, 1L << 30, 8, 20_000,
                List.of(trunk), List.of(alarm), border(), new MessageCounts(0.5, 40, 7, 2, 3), Optional.of(certificate("node.example")), true, true);
    }

    private static TlsCertificate certificate(String name) {
        return new TlsCertificate(List.of(name, "192.0.2.10"), "Example CA", START, START.plusSeconds(31_536_000));
    }

    private static BorderStatus border() {
        return new BorderStatus(List.of(new BorderStatus.Table("calls", 2, 20_000)),
                List.of(new BorderStatus.Refusals("too-large", 7)), List.of(new BorderStatus.Limit("messageBytes", 16_384)),
                1);
    }

    /** Expires only where n is even. */
    public static WaitingMessage waiting(long n, String recipient) {
        return new WaitingMessage(n, recipient, "+46701234567", START, n % 2 == 0 ? Optional.of(START.plusSeconds(3600)) : Optional.empty(), 21);
    }

    public static BlockedSource blocked() {
        return new BlockedSource("192.0.2.66", BlockedSource.Reason.GUESSING, START, START.plusSeconds(600), 41);
    }

    public static RegisteredContact contact() {
        return new RegisteredContact("anna", "sip:anna@192.0.2.7:5060", "192.0.2.7:40123", "udp",
                START.plusSeconds(600), "baresip 1.0", "urn:uuid:7f3c1a", 2, List.of("<sip:edge.example;lr>", "<sip:inner.example;lr>"));
    }

    public static LiveCall call(int n) {
        return new LiveCall(id(n), Direction.OUTBOUND, CallState.ANSWERED,
                new Party("anna", Optional.of("+46701234567"), "Anna Å"),
                new Party("0812345678", Optional.of("+46812345678"), ""), Optional.of("Telia A"), START, Optional.of(START.plusSeconds(4)),
                List.of(new LiveLeg(LegSide.CALLER, "anna", "127.0.0.1:5062", CallState.ANSWERED, Optional.of("PCMA"),
                        Optional.of(4.4)),
                        new LiveLeg(LegSide.CALLEE, "Telia A", "[::1]:5070", CallState.HELD, Optional.empty(),
                                Optional.empty())));
    }

    /** Answered after 4 s, over a second trunk after the first refused. */
    public static Cdr cdr(int n) {
        var end = START.plusMillis(95_500);
        return new Cdr(id(n), Direction.OUTBOUND, new Party("anna", Optional.of("+46701234567"), "Anna Å"),
                new Party("0812345678", Optional.of("+46812345678"), ""), Optional.of("Telia B"), Optional.of("+46"),
                START, Optional.of(START.plusMillis(850)), Optional.of(START.plusSeconds(4)), end, EndedBy.CALLEE,
                200, Cause.NORMAL, Optional.of("Q.850;cause=16"), List.of(leg(LegSide.CALLER, "anna", 200),
                        leg(LegSide.CALLEE, "Telia A", 503), leg(LegSide.CALLEE, "Telia B", 200)),
                List.of(stream(LegSide.CALLER), stream(LegSide.CALLEE)),
                Why.byDialPlan(17, Optional.of("+46"), "0812345678", "+46812345678",
                        List.of(new Candidate("Telia 0", Candidate.Verdict.PASSED_OVER, Candidate.Reason.CALLS_CAP, 30,
                                30, 0),
                                new Candidate("Telia A", Candidate.Verdict.FAILED, Candidate.Reason.REFUSED, 0, 0, 503),
                                new Candidate("Telia B", Candidate.Verdict.CHOSEN, Candidate.Reason.NONE, 0, 0, 200,
                                        Candidate.Origin.FORWARD_BUSY, "bo")))
                        .withAdvice(List.of(new PolicyAdvice("acme.cheapest", PolicyAdvice.Verdict.CHANGED,
                                "Telia A is cheaper than Telia B", 1))),
                new CallMarks(false, Optional.of(id(n + 1)), Optional.of(id(n + 2)), Optional.of("bo"),
                        Optional.of(new Cost(new Amount(1_250_000), "SEK")), List.of(new Finding("echo",
                                Finding.Severity.WARNING, Map.of("en", "Echo was heard.", "sv", "Eko hördes."), "acme.ears")),
                        List.of(new Attribute("customer", Attribute.Type.TEXT, "Åkerlund AB", "acme.crm"),
                                new Attribute("contract", Attribute.Type.NUMBER, "4711", "acme.crm"))));
    }

    private static CdrLeg leg(LegSide side, String peer, int status) {
        return new CdrLeg(side, peer, "a84b4c76e66710@" + peer.replace(' ', '-'), "127.0.0.1:5062", "udp", START,
                Optional.of(START.plusMillis(850)), Optional.of(START.plusSeconds(4)), START.plusMillis(95_500),
                status, Optional.of("PCMA"), Optional.of("baresip 1.0"));
    }

    private static StreamReport stream(LegSide from) {
        return new StreamReport(from, 0, "audio", "PCMA", 4500, 720_000, 45, 1, 2, Duration.ofNanos(1_250_000),
                Duration.ofMillis(9), Optional.of(Duration.ofMillis(21)), 1.25, Optional.of(78.5), Optional.of(3.96),
                Optional.of(new LossBursts(0.375, 0.004, Duration.ofMillis(120), Duration.ofSeconds(9))),
                Optional.of(new FarEnd(18, 61, 0.063, Duration.ofMillis(4), Duration.ofMillis(11), Optional.of(0.008),
                        Optional.of(new LossBursts(0.25, 0, Duration.ofMillis(400), Duration.ofSeconds(20))),
                        Optional.of(71.0), Optional.of(3.6))));
    }

    public static Ladder ladder(int n) {
        return new Ladder(id(n), List.of(
                new LadderEntry(START, 0, false, "127.0.0.1:5062", "udp", "INVITE", 1,
                        "INVITE sip:0812345678@127.0.0.1 SIP/2.0\r\nFrom: \"Anna Å\" <sip:anna@127.0.0.1>\r\n\r\nv=0\r\n"),
                new LadderEntry(START.plusMillis(2), 0, true, "127.0.0.1:5062", "udp", "100 Trying", 0,
                        "SIP/2.0 100 Trying\r\n\r\n")), List.of(series(LegSide.CALLER), series(LegSide.CALLEE)));
    }

    private static StreamSeries series(LegSide from) {
        return new StreamSeries(from, 0, START.plusSeconds(4), Duration.ofSeconds(5), List.of(
                new StreamSeries.Sample(250, 0, Duration.ofMillis(2), Optional.of(93.2), Optional.empty()),
                new StreamSeries.Sample(230, 0.08, Duration.ofNanos(31_500_000), Optional.of(61.4),
                        Optional.of(Duration.ofNanos(48_300_000))),
                new StreamSeries.Sample(0, 0, Duration.ZERO, Optional.empty(), Optional.empty())));
    }

    /** One of three that were made together. */
    public static LoggedChange change(long id, String who) {
        return new LoggedChange(id, 12, START, who, "change", "trunk Telia A", Optional.of(new LoggedChange.Key("trunk",
                "Telia A")), List.of(new LoggedChange.Field("host", "sip.old.example", "sip.telia.example")), true, "", 3,
                OptionalLong.empty(), OptionalLong.empty());
    }
}
