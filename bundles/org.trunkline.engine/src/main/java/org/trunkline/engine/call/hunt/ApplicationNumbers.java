package org.trunkline.engine.call.hunt;

import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.routing.Directory.Decision;

/** Numbers whose calls applications take. */
public final class ApplicationNumbers {
    /** As people and phones write one. */
    private static final Pattern NUMBER = Pattern.compile("[+(]?[0-9][-.() 0-9*#]{0,40}");

    private ApplicationNumbers() {}

    static Optional<Decision.ToApplication> unassigned(Decision.Refused refused, Applications applications) {
        return refused.sipStatus() != 404 || !NUMBER.matcher(refused.to().dialled()).matches() ? Optional.empty()
                : applications.unassigned().map(name -> new Decision.ToApplication(refused.direction(), name,
                        "unassigned number", refused.from(), refused.to()));
    }

    /** The application's own number that was called: as E.164 where it is one, else as dialled. */
    public static String own(Party to, Applications applications) {
        return to.number().filter(number -> applications.owner(number).isPresent()).orElse(to.dialled());
    }

    /** A number of an application's own goes there: before any route, but after subscribers, ring groups and their numbers. */
    public static Decision owned(Decision decision, Applications applications) {
        boolean free = decision instanceof Decision.ToTrunks || decision instanceof Decision.Refused refused
                && (refused.sipStatus() == 404 || refused.sipStatus() == 484);
        if (!free)
            return decision;
        var to = decision.to();
        var owner = to.number().flatMap(applications::owner).or(() -> applications.owner(to.dialled()));
        var direction = decision.direction() == Direction.OUTBOUND ? Direction.INTERNAL : decision.direction();
        return owner.<Decision>map(name -> new Decision.ToApplication(direction, name, "its own number", decision.from(), to))
                .orElse(decision);
    }
}
