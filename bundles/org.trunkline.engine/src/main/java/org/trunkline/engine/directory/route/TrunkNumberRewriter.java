package org.trunkline.engine.directory.route;

import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.routing.NumberPlan;

/** Writes and reads numbers as one trunk wants them. Each trunk's own rules, whatever trunk was tried before. */
final class TrunkNumberRewriter {
    private static final Pattern SENDABLE = Pattern.compile("\\+?[0-9*#]{1,40}");

    private final NumberPlan plan;

    TrunkNumberRewriter(NumberPlan plan) {
        this.plan = plan;
    }

    /** The called number for the Request-URI; empty where the rules leave nothing that could be dialled. */
    Optional<String> called(Trunk trunk, String number) {
        NumberRules rules = trunk.numbers().outbound();
        String text = rules.prefix() + number.substring(Math.min(rules.strip(), number.length()));
        return Optional.of(format(trunk, text)).filter(t -> SENDABLE.matcher(t).matches());
    }

    /** A caller's number in the trunk's format; strip and prefix are for the called number only. */
    String caller(Trunk trunk, String number) {
        return format(trunk, number);
    }

    private String format(Trunk trunk, String text) {
        return switch (trunk.numbers().outbound().format()) {
            case UNCHANGED -> text;
            case E164_PLUS -> e164(text, trunk.numbers().region()).orElse(text);
            case E164 -> e164(text, trunk.numbers().region()).map(n -> n.substring(1)).orElse(text);
            case NATIONAL -> e164(text, trunk.numbers().region()).flatMap(n -> plan.national(n, trunk.numbers().region())).orElse(text);
        };
    }

    /** A called number that came in, as E.164 where the trunk's rules make it one. */
    Optional<String> received(Trunk trunk, String text) {
        NumberRules rules = trunk.numbers().inbound();
        return read(trunk, rules.prefix() + text.substring(Math.min(rules.strip(), text.length())), rules);
    }

    /**
     * A calling number that came in: read in the same format, without strip and prefix. Carriers leave out the plus of some:
     * what can be nothing else in the trunk's region is international, so that one caller is not two in the records.
     */
    Optional<String> receivedCaller(Trunk trunk, String text) {
        return read(trunk, text, trunk.numbers().inbound()).or(() -> plan.withoutPlus(text, trunk.numbers().region()));
    }

    private Optional<String> read(Trunk trunk, String text, NumberRules rules) {
        return switch (rules.format()) {
            case UNCHANGED, E164_PLUS, NATIONAL -> e164(text, trunk.numbers().region());
            case E164 -> text.startsWith("+") ? e164(text, trunk.numbers().region()) : e164("+" + text, trunk.numbers().region());
        };
    }

    private Optional<String> e164(String text, String region) {
        if (text.startsWith("+")) // international already: no plan needed, and none may refuse a new number range
            return Names.isE164(text) ? Optional.of(text) : Optional.empty();
        return plan.normalise(text, region);
    }
}
