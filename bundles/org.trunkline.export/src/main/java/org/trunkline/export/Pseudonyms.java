package org.trunkline.export;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.trunkline.api.config.ConfigHistory;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.Why;
import org.trunkline.wire.Json;

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

    private final byte[] key;
    private final TreeMap<String, String> mapping = new TreeMap<>();
    private final TreeMap<String, String> known =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private Pseudonyms(byte[] key) {
        this.key = key.clone();
    }

    public static Pseudonyms fresh(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new Pseudonyms(key);
    }

    static Pseudonyms of(byte[] key) {
        return new Pseudonyms(key);
    }

    /** What the owner keeps: the key, and who is behind each pseudonym. */
    public byte[] keyFile() {
        var json = Json.object().put("format", "trunkline-case-key").put("algorithm", "HmacSHA256")
                .put("key", Base64.getEncoder().encodeToString(key));
        var names = json.putObject("mapping");
        mapping.forEach(names::put);
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The same call with nobody named in it. */
    public CaseFile hide(CaseFile file) {
        var cdr = file.record();
        var trunks = new ArrayList<>(cdr.trunk().stream().toList());
        cdr.why().candidates().stream().map(Candidate::target).filter(t -> !t.contains(":") && !t.contains("@"))
                .forEach(trunks::add);
        var from = party(cdr.from());
        var to = party(cdr.to());
        var legs = cdr.legs().stream().map(l -> leg(l, trunks)).toList();
        var why = why(cdr.why());
        var marks = new CallMarks(cdr.marks().emergency(), cdr.marks().continues(), cdr.marks().continuedAs(),
                cdr.marks().transferredBy().map(t -> trunks.contains(t) ? t : identity(t)), cdr.cost());
        var hidden = new Cdr(cdr.id(), cdr.direction(), from, to, cdr.trunk(), cdr.route(), cdr.startedAt(),
                cdr.ringingAt(), cdr.answeredAt(), cdr.endedAt(), cdr.endedBy(), cdr.sipStatus(), cdr.cause(),
                cdr.reason().map(this::text), legs, cdr.quality(), why, marks);
        var entries = file.ladder().entries().stream().map(this::entry).toList();
        return new CaseFile(file.madeAt(), file.node(), true, hidden, new Ladder(file.ladder().call(), entries, file.ladder().quality()),
                file.configuration().stream().map(this::then).toList());
    }

    private Party party(Party party) {
        return new Party(identity(party.dialled()), party.number().map(this::identity), identity(party.displayName()));
    }

    private CdrLeg leg(CdrLeg leg, List<String> trunks) {
        return new CdrLeg(leg.side(), trunks.contains(leg.peer()) ? leg.peer() : identity(leg.peer()), leg.sipCallId(),
                leg.remoteAddress(), leg.transport(), leg.startedAt(), leg.ringingAt(), leg.answeredAt(), leg.endedAt(),
                leg.sipStatus(), leg.codec(), leg.userAgent());
    }

    private Why why(Why why) {
        return new Why(why.configRevision(), why.routePrefix(), identity(why.dialled()), identity(why.normalised()),
                why.candidates().stream().map(c -> new Candidate(text(c.target()), c.verdict(), c.reason(), c.used(),
                        c.limit(), c.sipStatus(), c.origin(), c.by().isEmpty() ? "" : text(c.by()))).toList());
    }

    private LadderEntry entry(LadderEntry e) {
        return new LadderEntry(e.at(), e.leg(), e.sent(), e.remoteAddress(), e.transport(), e.label(),
                e.retransmissions(), text(e.message()));
    }

    private ConfigHistory.Then then(ConfigHistory.Then then) {
        UnaryOperator<String> hide = this::text;
        var was = new LinkedHashMap<String, String>();
        then.then().forEach((field, value) -> was.put(field, hide.apply(value)));
        var is = new LinkedHashMap<String, String>();
        then.now().forEach((field, value) -> is.put(field, hide.apply(value)));
        return new ConfigHistory.Then(hide.apply(then.subject()), then.revision(), then.changedAt(), then.who(), was, is);
    }

    /** A whole value that is a number or a name. */
    String identity(String value) {
        if (value.isBlank() || ADDRESS.matcher(value).matches()
                || value.length() < SHORTEST && !Character.isLetter(value.charAt(0)))
            return value;
        var already = known.get(value);
        if (already != null)
            return already;
        var pseudonym = NUMBER.matcher(value).matches() ? number(value) : "user-" + HexFormat.of().formatHex(mac(value), 0, 4);
        known.put(value, pseudonym);
        mapping.put(pseudonym, value);
        return pseudonym;
    }

    /** Keeps what is not a digit, and the digits before the last seven. */
    private String number(String value) {
        var digits = value.replaceAll("[^0-9]", "");
        var hidden = digits.substring(Math.max(0, digits.length() - HIDDEN_DIGITS));
        byte[] mac = mac(hidden);
        var chars = value.toCharArray();
        int left = hidden.length();
        for (int i = chars.length - 1; i >= 0 && left > 0; i--)
            if (chars[i] >= '0' && chars[i] <= '9')
                chars[i] = (char) ('0' + (mac[--left] & 0xFF) % 10);
        return new String(chars);
    }

    private byte[] mac(String value) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is in every JDK", e);
        }
    }

    /** A text that may hold numbers and names: whatever stands where one stands, and each one known, wherever. */
    String text(String text) {
        var result = text;
        for (Pattern place : PLACES)
            result = place.matcher(result).replaceAll(m -> Matcher.quoteReplacement(m.group(1) + fresh(m.group(2))));
        for (var entry : List.copyOf(known.entrySet()))
            if (entry.getKey().length() >= SHORTEST)
                result = Pattern.compile("(?<![A-Za-z0-9+.-])" + Pattern.quote(entry.getKey()) + "(?![A-Za-z0-9.-])")
                        .matcher(result).replaceAll(Matcher.quoteReplacement(entry.getValue()));
        return result;
    }

    /** What an earlier pattern made is not hidden a second time. */
    private String fresh(String value) {
        return mapping.containsKey(value) ? value : identity(value);
    }

    Optional<String> original(String pseudonym) {
        return Optional.ofNullable(mapping.get(pseudonym));
    }
}
