package org.trunkline.ui;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.part.LocalizableText;

/** The words and tones of states, the same in every view. */
public final class StateText {
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    /** What follows may name the cause of a call. */
    private static final String TEST_CALL = "test-call-";
    private static final String ROLLED_BACK = "rolled-back";
    private static final int ROLLED_BACK_ARGS = 3;
    private static final String RESTARTED = "plugin-restarted";

    private final Texts texts;
    private final Formats formats;

    public StateText(Texts texts) {
        this(texts, new Formats(ZoneOffset.UTC, Locale.ROOT));
    }

    public StateText(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    public static StateText create() {
        return new StateText(Texts.of(StateText.class), Formats.ofPreferences());
    }

    public String of(CallState state) {
        return word("call", state);
    }

    public Tone tone(CallState state) {
        return switch (state) {
            case ANSWERED -> Tone.OK;
            case ROUTING, RINGING, EARLY_MEDIA -> Tone.PLAIN; // a call that rings is nothing to warn of
            case HELD, ENDING -> Tone.OFF;
        };
    }

    public String of(Direction direction) {
        return word("direction", direction);
    }

    public String of(TrunkStatus.State state) {
        return word("trunk", state);
    }

    public Tone tone(TrunkStatus.State state) {
        return switch (state) {
            case UP -> Tone.OK;
            case DOWN -> Tone.BAD;
            case UNKNOWN, DISABLED -> Tone.OFF;
        };
    }

    public String of(Cause cause) {
        return word("cause", cause);
    }

    /** Green where answered, grey where people did not come together, red where something of ours is wrong. */
    public Tone tone(Cause cause) {
        return switch (cause) {
            case NORMAL -> Tone.OK;
            case BUSY, NO_ANSWER, CANCELLED, DECLINED, HUNG_UP_BY_ADMIN -> Tone.OFF;
            case NOT_FOUND, NOT_REGISTERED, NO_ROUTE, INVALID_NUMBER, FORBIDDEN, CALLS_CAP, CPS_CAP, LOOP,
                    INTERRUPTED -> Tone.WARN;
            case TRUNK_DOWN, FAILED, TIMEOUT, MEDIA_UNAVAILABLE, MEDIA_TIMEOUT, SESSION_EXPIRED, CONSENT_EXPIRED,
                    HANDSHAKE_TIMEOUT, OVERLOAD,
                    INTERNAL_ERROR -> Tone.BAD;
        };
    }

    public String of(EndedBy endedBy) {
        return word("endedby", endedBy);
    }

    public String of(Alarm.Severity severity) {
        return word("severity", severity);
    }

    public Tone tone(Alarm.Severity severity) {
        return switch (severity) {
            case WARNING -> Tone.WARN;
            case CRITICAL -> Tone.BAD;
        };
    }

    /** The alarm in the desk's language where its code is known, its subject the last value; else as the node put it. */
    public String of(Alarm alarm) {
        String key = "alarm." + alarm.code();
        if (!texts.has(key))
            return alarm.message();
        var args = new ArrayList<>(alarm.args());
        if (!alarm.why().isEmpty() && !args.isEmpty())
            args.set(args.size() - 1, of(alarm.why()));
        String subject = "alarm.subject." + alarm.subject();
        args.add(texts.has(subject) ? texts.get(subject) : alarm.subject());
        return texts.get(key, args.stream().map(this::inZone).toArray());
    }

    /** A node tells times as ISO 8601; here they are read where the desk is. */
    private String inZone(String arg) {
        return INSTANT.matcher(arg).matches() ? formats.dateTime(Instant.parse(arg)) : arg;
    }

    /** What a node says, in the desk's language where the code is known, else as the node put it. */
    public String of(LocalizableText said) {
        String key = "said." + said.code();
        return texts.has(key) ? texts.get(key, args(said)) : said.message();
    }

    /** Why a version was taken back follows its words, so that it is said in the same language. */
    private Object[] args(LocalizableText said) {
        var args = new ArrayList<>(said.args());
        if (said.code().startsWith(TEST_CALL))
            args.replaceAll(arg -> texts.has("cause." + arg) ? texts.get("cause." + arg) : arg);
        if (said.code().equals(ROLLED_BACK) && args.size() > ROLLED_BACK_ARGS)
            args.set(1, of(new LocalizableText(args.get(ROLLED_BACK_ARGS), args.subList(ROLLED_BACK_ARGS + 1, args.size()), args.get(1))));
        if (said.code().equals(RESTARTED) && args.size() > 1)
            args.set(0, of(new LocalizableText(args.get(1), args.subList(2, args.size()), args.getFirst())));
        return args.toArray();
    }

    /** Why a node does not answer, in the desk's language where the code is known, else as it was put. */
    public String of(NodeUnavailableException failure) {
        return unavailable(failure.code(), failure.args(), String.valueOf(failure.getMessage()));
    }

    /** The same of what a node keeps of it. */
    public String unavailable(String code, List<String> args, String otherwise) {
        String key = "unavailable." + code;
        return texts.has(key) ? texts.get(key, args.toArray()) : otherwise;
    }

    private String word(String kind, Enum<?> value) {
        return texts.get(kind + "." + value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
