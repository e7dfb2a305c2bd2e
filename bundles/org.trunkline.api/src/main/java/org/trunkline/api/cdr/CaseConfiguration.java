package org.trunkline.api.cdr;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;

/** Which entries of the configuration a call met. */
public final class CaseConfiguration {
    private CaseConfiguration() {}

    /** Entries by their names in the audit; some may not exist. */
    public static List<String> subjects(Cdr cdr) {
        var subjects = new LinkedHashSet<String>();
        cdr.trunk().ifPresent(t -> subjects.add(EntryKind.TRUNK.subject(t)));
        cdr.why().routePrefix().ifPresent(p -> subjects.add(EntryKind.ROUTE.subject(p)));
        cdr.why().candidates().stream().map(Candidate::target).filter(t -> !t.contains("@") && !t.contains(":"))
                .forEach(t -> subjects.add(EntryKind.TRUNK.subject(t)));
        cdr.from().number().ifPresent(n -> subjects.add(EntryKind.NUMBER.subject(n)));
        cdr.to().number().ifPresent(n -> subjects.add(EntryKind.NUMBER.subject(n)));
        cdr.legs().stream().map(CdrLeg::peer).filter(p -> !p.isEmpty() && !subjects.contains(EntryKind.TRUNK.subject(p)))
                .forEach(p -> subjects.add(EntryKind.SUBSCRIBER.subject(p)));
        return List.copyOf(subjects);
    }

    /** Those of them that the node knows. */
    public static List<ConfigHistory.Then> read(ConfigHistory history, Cdr cdr) throws NodeUnavailableException {
        var found = new ArrayList<ConfigHistory.Then>();
        if (cdr.why().configRevision() > 0)
            for (String subject : subjects(cdr))
                history.at(cdr.why().configRevision(), subject).ifPresent(found::add);
        return found;
    }
}
