package org.trunkline.export;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.CdrLeg;

/**
 * Which names in a case file are a trunk's. A record does not say of a name what it is of, so only what is known for a
 * trunk counts as one; every other name is taken for a person's.
 *
 * @param trunks names that are nobody's
 * @param people all others, and numbers
 */
record CaseNames(Set<String> trunks, Set<String> people) {
    private static final List<EntryKind<?>> PERSONAL = List.of(EntryKind.SUBSCRIBER, EntryKind.NUMBER, EntryKind.RING_GROUP);
    private static final Pattern FORWARD = Pattern.compile("\\bforward(?:Always|Busy|NoAnswer|Unreachable) ([^ ;]+)");
    private static final Set<String> NAMING = Set.of("username", "displayName", "subscriber", "name", "number", "fallback");
    /** As the audit writes what is not set. */
    private static final String NONE = "none";

    CaseNames {
        trunks = Set.copyOf(trunks);
    }

    static CaseNames of(CaseFile file) {
        var trunks = new LinkedHashSet<String>();
        file.record().trunk().ifPresent(trunks::add);
        file.configuration().stream().filter(CaseNames::wasThere).map(ConfigHistory.Then::subject)
                .flatMap(s -> EntryKind.TRUNK.keyOf(s).stream()).forEach(trunks::add);
        var people = new LinkedHashSet<String>();
        record(file, people);
        file.configuration().stream().filter(CaseNames::isPersonal).forEach(then -> configured(then, people));
        people.removeIf(name -> trunks.contains(name) || name.isBlank() || name.equals(NONE));
        return new CaseNames(trunks, people);
    }

    private static void record(CaseFile file, Set<String> people) {
        var cdr = file.record();
        for (Party party : new Party[] {cdr.from(), cdr.to()}) {
            people.add(party.dialled());
            party.number().ifPresent(people::add);
            people.add(party.displayName());
        }
        people.add(cdr.why().dialled());
        people.add(cdr.why().normalised());
        cdr.legs().stream().map(CdrLeg::peer).forEach(people::add);
        cdr.marks().transferredBy().ifPresent(people::add);
        for (var candidate : cdr.why().candidates()) {
            people.add(candidate.by());
            if (isName(candidate.target()))
                people.add(candidate.target());
        }
    }

    /** Neither an address nor a URI, where the user part alone would be somebody's. */
    static boolean isName(String target) {
        return target.indexOf(':') < 0 && target.indexOf('@') < 0;
    }

    private static boolean wasThere(ConfigHistory.Then entry) {
        return !entry.then().isEmpty() || !entry.now().isEmpty();
    }

    static boolean isPersonal(ConfigHistory.Then entry) {
        return EntryKind.TRUNK.keyOf(entry.subject()).isEmpty() && EntryKind.ROUTE.keyOf(entry.subject()).isEmpty();
    }

    private static void configured(ConfigHistory.Then entry, Set<String> people) {
        PERSONAL.forEach(kind -> kind.keyOf(entry.subject()).ifPresent(people::add));
        Stream.of(entry.then(), entry.now()).forEach(fields -> fields.forEach((field, value) -> {
            if (NAMING.contains(field))
                people.add(value);
            else if (field.equals("members"))
                people.addAll(List.of(value.split(" ")));
            FORWARD.matcher(value).results().forEach(target -> people.add(target.group(1)));
        }));
    }
}
