package org.trunkline.engine.port.record;

import java.util.Set;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;

/** Somebody in the records, by all that these may call them. @param names numbers, as dialled and in E.164, and user names */
public record Person(Set<String> names) {
    private static final int CUT = 4;

    /** @throws IllegalArgumentException where there is none, or one is blank: it would be everybody without a number */
    public Person {
        names = Set.copyOf(names);
        if (names.isEmpty() || names.stream().anyMatch(String::isBlank))
            throw new IllegalArgumentException("no number");
    }

    /** A number or name without its last four characters, each a star. What was cut, or never was more, stays. */
    public static String cut(String name) {
        int end = Math.max(0, name.length() - CUT);
        return name.substring(0, end) + "*".repeat(name.length() - end);
    }

    public boolean is(String name) {
        return names.contains(name);
    }

    public boolean is(Party party) {
        return is(party.dialled()) || is(party.normalised());
    }

    /** Whether they take part, called, were called, were rung, or transferred it, or the why-record names them. */
    public boolean concerns(Cdr cdr) {
        return is(cdr.from()) || is(cdr.to()) || cdr.legs().stream().anyMatch(leg -> is(leg.peer()))
                || cdr.marks().transferredBy().filter(this::is).isPresent()
                || cdr.why().candidates().stream().anyMatch(this::is);
    }

    /** As a phone that was not rung, or as who sent the call elsewhere. */
    private boolean is(Candidate candidate) {
        return is(user(candidate.target())) || is(candidate.by());
    }

    /** Of an address, or the name that it is. */
    private static String user(String target) {
        int end = target.indexOf('@');
        return end < 0 ? target : target.substring(target.lastIndexOf(':', end) + 1, end);
    }
}
