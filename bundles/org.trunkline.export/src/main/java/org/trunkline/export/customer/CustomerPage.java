package org.trunkline.export.customer;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;

/**
 * One call in the words of the customer who made or took it: what, when, on which side, and how it sounded. It has no
 * machine addresses, SIP messages, user names, trunks or node names, and no text that a far end or plug-in wrote.
 */
public final class CustomerPage {
    /** A line of the table at the top. */
    record Fact(String label, String value) {
        Fact {
            requireNonNull(label);
            requireNonNull(value);
        }
    }

    private static final int HIDDEN_DIGITS = 7;
    private static final int SHOWN_DIGITS = 3;
    private static final int LONGEST_NAME = 60;
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9*#]{1,20}");
    private static final Pattern CONTROL = Pattern.compile("\\p{C}+");

    private final CustomerOptions options;
    private final CustomerTexts texts;
    private final List<Fact> facts = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final String verdict;
    private final Optional<QualityCourse> course;
    private final Instant madeAt;
    private final Instant startedAt;

    /** @param ladder only its quality over time is used */
    public CustomerPage(Cdr cdr, Ladder ladder, Instant madeAt, CustomerOptions options) {
        this.options = options;
        this.madeAt = requireNonNull(madeAt);
        startedAt = cdr.startedAt();
        texts = new CustomerTexts(options.language(), options.zone());
        var sound = new SoundReport(cdr, ladder, options.side(), texts);
        facts(cdr, sound);
        if (cdr.answered()) {
            verdict = sound.verdict();
            sentences.addAll(sound.sentences());
            sentences.add(texts.get("ended." + ended(cdr)));
        } else
            verdict = texts.get("verdict.unanswered", texts.get("cause." + cause(cdr.cause())));
        course = cdr.answered() ? QualityCourse.of(ladder.quality().stream().filter(s -> cdr.quality().stream()
                .anyMatch(q -> q.isAudio() && q.from() == s.from() && q.mline() == s.mline())).toList()) : Optional.empty();
    }

    /** As HTML in one file without scripts or links. */
    public void writeHtml(OutputStream out) throws IOException {
        out.write(new CustomerHtml(this).text().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * As PDF, one page of A4.
     *
     * @throws MissingFontException if the texts need a font that this computer does not have; nothing was written then
     */
    public void writePdf(OutputStream out) throws IOException {
        new CustomerPdf(this, SystemFonts.ofThisComputer()).writeTo(out);
    }

    CustomerOptions options() {
        return options;
    }

    CustomerTexts texts() {
        return texts;
    }

    String title() {
        return texts.get("title", texts.date(startedAt));
    }

    List<Fact> facts() {
        return facts;
    }

    String verdict() {
        return verdict;
    }

    List<String> sentences() {
        return sentences;
    }

    Optional<QualityCourse> course() {
        return course;
    }

    /** Whose line of the chart it is. */
    String lineLabel(LegSide from) {
        return texts.get(from == options.side() ? "chart.you" : "chart.other");
    }

    String footnote() {
        return texts.get("footnote", texts.date(madeAt), texts.zone());
    }

    private void facts(Cdr cdr, SoundReport sound) {
        add("from", party(cdr.from(), LegSide.CALLER));
        add("to", party(cdr.to(), LegSide.CALLEE));
        add("time", texts.get("fact.time.value", texts.date(cdr.startedAt()), texts.time(cdr.startedAt()), texts.time(cdr.endedAt())));
        add("result", cdr.answered() ? texts.get("result.answered", CustomerTexts.duration(cdr.duration()))
                : texts.get("result.unanswered"));
        sound.score(options.side()).ifPresent(score -> add("sound.you", score));
        sound.score(options.side().other()).ifPresent(score -> add("sound.other", score));
        add("reference", cdr.id().value());
    }

    private void add(String key, String value) {
        facts.add(new Fact(texts.get("fact." + key), value));
    }

    /** A number where there is one, with its name; never the user name that a phone registers with. */
    private String party(Party party, LegSide side) {
        boolean own = side == options.side();
        String number = party.number().orElse(NUMBER.matcher(party.dialled()).matches() ? party.dialled() : "");
        String name = CONTROL.matcher(party.displayName()).replaceAll(" ").strip();
        if (name.length() > LONGEST_NAME)
            name = name.substring(0, LONGEST_NAME) + "…";
        String shown;
        if (!own && options.hideOther())
            shown = number.isEmpty() ? texts.get("party.hidden") : hidden(number);
        else if (name.isEmpty())
            shown = number.isEmpty() ? texts.get(own ? "party.your-phone" : "party.unknown") : number;
        else
            shown = number.isEmpty() ? name : name + ", " + number;
        return texts.get(own ? "party.you" : "party.other", shown);
    }

    /** All but the last seven digits; of a short number the first three at most. */
    private static String hidden(String number) {
        int shown = Math.max(Math.min(SHOWN_DIGITS, number.length() / 2), number.length() - HIDDEN_DIGITS);
        return number.substring(0, shown) + "•".repeat(number.length() - shown);
    }

    private String ended(Cdr cdr) {
        return switch (cdr.cause()) {
            case MEDIA_TIMEOUT -> "silence";
            case SESSION_EXPIRED, CONSENT_EXPIRED, TIMEOUT -> "lost-contact";
            case HUNG_UP_BY_ADMIN -> "operator";
            case INTERRUPTED, INTERNAL_ERROR -> "fault";
            default -> switch (cdr.endedBy()) {
                case CALLER -> options.side() == LegSide.CALLER ? "you" : "other";
                case CALLEE -> options.side() == LegSide.CALLEE ? "you" : "other";
                case NODE, ADMIN -> "operator";
            };
        };
    }

    /** Several causes are one to who called. */
    private static String cause(Cause cause) {
        return switch (cause) {
            case BUSY -> "busy";
            case NO_ANSWER -> "no-answer";
            case NORMAL, CANCELLED -> "cancelled";
            case DECLINED -> "declined";
            case NOT_FOUND, INVALID_NUMBER -> "number";
            case NOT_REGISTERED -> "phone-off";
            case FORBIDDEN -> "not-allowed";
            case CALLS_CAP, CPS_CAP, OVERLOAD -> "no-line";
            case HUNG_UP_BY_ADMIN -> "operator";
            case NO_ROUTE, TRUNK_DOWN, FAILED, TIMEOUT, MEDIA_UNAVAILABLE, MEDIA_TIMEOUT, SESSION_EXPIRED, CONSENT_EXPIRED,
                    HANDSHAKE_TIMEOUT, LOOP, INTERRUPTED, INTERNAL_ERROR -> "no-connection";
        };
    }
}
