package org.trunkline.export;

import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.trunkline.api.config.ConfigHistory;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.secure.Hmac;
import org.trunkline.wire.CaseKeyJson;
import org.trunkline.wire.json.MalformedJsonException;

/**
 * Stands in for telephone numbers and names, by HMAC-SHA256 under a key that only its owner has: the same number gets
 * the same pseudonym everywhere, in national form and E.164, and nobody without the key can try numbers until one
 * fits. A number keeps its length and all but its last seven digits. Names of trunks, addresses of machines and
 * Call-IDs stay: without them the file would explain nothing. One thread.
 */
public final class Pseudonyms {
    private static final int KEY_BYTES = 32;
    private static final int HIDDEN_DIGITS = 7;
    private static final int SHORTEST = 3;
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9][0-9 ().*#-]*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}(:[0-9]+)?|\\[.*|[0-9a-fA-F]*:[0-9a-fA-F:.]+");
    private static final Pattern SIP_USER = Pattern.compile("(?i)(\\bsips?:)([^@;>\\s\"]+)(?=[^>\\s\"]*@)");
    private static final Pattern TEL = Pattern.compile("(?i)(\\btel:)([^;>\\s\"]+)()");
    private static final Pattern QUOTED_NAME = Pattern.compile("(\")((?:[^\"\\\\\\r\\n]|\\\\.)+)(?=\"[ \\t]*<)");
    private static final Pattern BARE_NAME = Pattern.compile("(?im)^([A-Za-z-]+[ \\t]*:[ \\t]*)([^\"<\\r\\n:;,]+?)(?=[ \\t]*<sips?:)");
    private static final Pattern USERNAME = Pattern.compile("(?i)(\\busername=\")([^\"\\r\\n]+)()");
    private static final Pattern ORIGIN = Pattern.compile("(?m)^(o=)([^\\s-]\\S*)(?= )");
    private static final Pattern E164 = Pattern.compile("()(\\+[0-9]{7,15})(?![0-9])");
    private static final List<Pattern> PLACES =
            List.of(SIP_USER, TEL, QUOTED_NAME, BARE_NAME, USERNAME, ORIGIN, E164);

    private static final Pattern WORD = Pattern.compile("[^ ;]+");
    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    private final byte[] key;
    /** Of earlier files under this key. */
    private final TreeMap<String, String> kept = new TreeMap<>();
    private final TreeMap<String, String> mapping = new TreeMap<>();
    private final HashMap<String, String> known = new HashMap<>();
    private Set<String> trunks = Set.of();
    private Everyone everyone = new Everyone(0, Pattern.compile("(?!)"));

    /** @param size how many were known when the pattern was made */
    private record Everyone(int size, Pattern pattern) {}

    private Pseudonyms(byte[] key) {
        this.key = key.clone();
    }

    public static Pseudonyms fresh(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new Pseudonyms(key);
    }

    /**
     * Those of a key that is kept: the same for numbers already known; others are added.
     *
     * @param keyFile as {@link #keyFile} wrote it
     */
    public static Pseudonyms read(byte[] keyFile) throws MalformedJsonException {
        var result = new Pseudonyms(CaseKeyJson.key(keyFile));
        result.kept.putAll(CaseKeyJson.mapping(keyFile));
        return result;
    }

    static Pseudonyms of(byte[] key) {
        return new Pseudonyms(key);
    }

    /** What the owner keeps: the key, and who is behind each pseudonym. */
    public byte[] keyFile() {
        var all = new TreeMap<>(kept);
        all.putAll(mapping);
        return CaseKeyJson.write(key, all);
    }

    /** The same call with nobody named in it. */
    public CaseFile hide(CaseFile file) {
        var names = CaseNames.of(file);
        trunks = names.trunks();
        names.people().forEach(this::identity);
        // a name may stand bare before the message that says it is one
        file.ladder().entries().forEach(e -> text(e.message()));
        var cdr = file.record();
        var marks = new CallMarks(cdr.marks().emergency(), cdr.marks().continues(), cdr.marks().continuedAs(),
                cdr.marks().transferredBy().map(this::identity), cdr.cost(),
                cdr.marks().findings().stream().map(this::finding).toList(),
                cdr.marks().attributes().stream().flatMap(this::attribute).toList());
        var hidden = new Cdr(cdr.id(), cdr.direction(), party(cdr.from()), party(cdr.to()), cdr.trunk(),
                cdr.route().map(this::text), cdr.startedAt(), cdr.ringingAt(), cdr.answeredAt(), cdr.endedAt(),
                cdr.endedBy(), cdr.sipStatus(), cdr.cause(), cdr.reason().map(this::text),
                cdr.legs().stream().map(this::leg).toList(), cdr.quality(), why(cdr.why()), marks);
        var entries = file.ladder().entries().stream().map(this::entry).toList();
        return new CaseFile(file.madeAt(), file.node(), true, hidden, new Ladder(file.ladder().call(), entries, file.ladder().quality()),
                file.configuration().stream().map(this::then).toList());
    }

    private Finding finding(Finding it) {
        var said = new LinkedHashMap<String, String>();
        it.text().forEach((language, sentence) -> said.put(language, text(sentence)));
        return new Finding(it.code(), it.severity(), said, it.source());
    }

    /** What a plug-in says may name anybody: a text becomes a pseudonym, a number is left out. */
    private Stream<Attribute> attribute(Attribute it) {
        return it.isOurs() || it.type() == Attribute.Type.TIME || it.type() == Attribute.Type.BOOLEAN ? Stream.of(it)
                : it.type() == Attribute.Type.TEXT
                        ? Stream.of(new Attribute(it.name(), it.type(), identity(it.value()), it.source()))
                        : Stream.empty();
    }

    private Party party(Party party) {
        return new Party(identity(party.dialled()), party.number().map(this::identity), identity(party.displayName()));
    }

    private CdrLeg leg(CdrLeg leg) {
        return new CdrLeg(leg.side(), identity(leg.peer()), text(leg.sipCallId()), leg.remoteAddress(), leg.transport(),
                leg.startedAt(), leg.ringingAt(), leg.answeredAt(), leg.endedAt(), leg.sipStatus(), leg.codec(),
                leg.userAgent().map(this::text));
    }

    private Why why(Why why) {
        return new Why(why.configRevision(), why.routePrefix().map(this::text), identity(why.dialled()),
                identity(why.normalised()), why.candidates().stream().map(c -> new Candidate(
                        CaseNames.isName(c.target()) ? identity(c.target()) : text(c.target()), c.verdict(), c.reason(),
                        c.used(), c.limit(), c.sipStatus(), c.origin(), identity(c.by()))).toList(),
                why.advice().stream().map(a -> new PolicyAdvice(a.policy(), a.verdict(), text(a.reason()),
                        a.tookMillis())).toList());
    }

    private LadderEntry entry(LadderEntry e) {
        return new LadderEntry(e.at(), e.leg(), e.sent(), e.remoteAddress(), e.transport(), label(e.label()),
                e.retransmissions(), text(e.message()));
    }

    /** A status keeps its code, also where that is a number of somebody; its phrase may say anything. */
    private String label(String label) {
        int space = label.indexOf(' ');
        return space < 0 ? label : label.substring(0, space + 1) + text(label.substring(space + 1));
    }

    private ConfigHistory.Then then(ConfigHistory.Then then) {
        UnaryOperator<String> hide = CaseNames.isPersonal(then) ? value -> text(words(value)) : this::text;
        var was = new LinkedHashMap<String, String>();
        then.then().forEach((field, value) -> was.put(field, hide.apply(value)));
        var is = new LinkedHashMap<String, String>();
        then.now().forEach((field, value) -> is.put(field, hide.apply(value)));
        return new ConfigHistory.Then(hide.apply(then.subject()), then.revision(), then.changedAt(), text(then.who()), was, is);
    }

    /** Names of one or two letters too, which elsewhere may be a word. */
    private String words(String value) {
        return WORD.matcher(value).replaceAll(m -> Matcher.quoteReplacement(known.getOrDefault(m.group(), m.group())));
    }

    /** A whole value that is a number or a name. */
    String identity(String value) {
        if (value.isBlank() || trunks.contains(value) || ADDRESS.matcher(value).matches()
                || value.length() < SHORTEST && !Character.isLetter(value.charAt(0)))
            return value;
        var already = known.get(value);
        if (already != null)
            return already;
        var pseudonym = NUMBER.matcher(value).matches() ? number(value) : "user-" + HexFormat.of().formatHex(Hmac.of(key, value), 0, 4);
        known.put(value, pseudonym);
        mapping.put(pseudonym, value);
        return pseudonym;
    }

    /** Keeps what is not a digit, and the digits before the last seven. */
    private String number(String value) {
        var digits = value.replaceAll("[^0-9]", "");
        var hidden = digits.substring(Math.max(0, digits.length() - HIDDEN_DIGITS));
        byte[] mac = Hmac.of(key, hidden);
        var chars = value.toCharArray();
        int left = hidden.length();
        for (int i = chars.length - 1; i >= 0 && left > 0; i--)
            if (chars[i] >= '0' && chars[i] <= '9')
                chars[i] = (char) ('0' + (mac[--left] & 0xFF) % 10);
        return new String(chars);
    }

    /** A text that may hold numbers and names: whatever stands where one stands, and each one known, wherever. */
    String text(String text) {
        var result = text;
        for (Pattern place : PLACES)
            result = place.matcher(result).replaceAll(m -> Matcher.quoteReplacement(m.group(1) + fresh(m.group(2))));
        return everyone().matcher(result)
                .replaceAll(m -> Matcher.quoteReplacement(known.getOrDefault(m.group(), m.group())));
    }

    /** All known names and each pseudonym, so that no part of one is hidden again. */
    private Pattern everyone() {
        if (everyone.size() != known.size()) {
            var words = Stream.concat(known.keySet().stream().filter(it -> it.length() >= SHORTEST),
                    mapping.keySet().stream()).sorted(LONGEST_FIRST).map(Pseudonyms::bounded);
            everyone = new Everyone(known.size(), Pattern.compile(words.reduce((a, b) -> a + '|' + b).orElse("(?!)")));
        }
        return everyone.pattern();
    }

    /** Numbers must not be parts of addresses and statuses; a name is one with anything but letters and digits around it. */
    private static String bounded(String word) {
        return NUMBER.matcher(word).matches()
                ? "(?<![A-Za-z0-9+.-]|SIP/2\\.0 )" + Pattern.quote(word) + "(?![A-Za-z0-9-]|\\.[A-Za-z0-9])"
                : "(?<![\\p{L}\\p{Nd}])" + Pattern.quote(word) + "(?![\\p{L}\\p{Nd}])";
    }

    /** What an earlier pattern made is not hidden a second time. */
    private String fresh(String value) {
        return mapping.containsKey(value) ? value : identity(value);
    }

    Optional<String> original(String pseudonym) {
        return Optional.ofNullable(mapping.get(pseudonym));
    }
}
