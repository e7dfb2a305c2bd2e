package org.trunkline.api.config;

import java.util.HashSet;
import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.Names;

/** What a route may look like; asks no node, so it serves while typing. */
public final class RouteRules {
    public static final int MAX_TRUNKS = 16;

    private RouteRules() {}

    public static List<FieldError> check(RouteDraft draft) {
        var found = new Findings();
        prefix(found, "prefix", draft.prefix());
        if (draft.trunks().isEmpty())
            found.add("trunks", "required", "a route needs at least one trunk");
        else if (draft.trunks().size() > MAX_TRUNKS)
            found.add("trunks", "too-many", "the route has " + draft.trunks().size() + " trunks, at most " + MAX_TRUNKS
                    + " are allowed", draft.trunks().size(), MAX_TRUNKS);
        else
            trunks(found, draft.trunks());
        return found.list();
    }

    private static void trunks(Findings found, List<String> trunks) {
        var seen = new HashSet<String>();
        for (int i = 0; i < trunks.size(); i++) {
            String field = "trunks[" + i + "]";
            String trunk = trunks.get(i);
            if (found.required(field, trunk, "the trunk's name") && !seen.add(trunk))
                found.add(field, "duplicate", "trunk \"" + trunk + "\" is named twice", trunk);
        }
    }

    static void prefix(Findings found, String field, String prefix) {
        if (!Names.isPrefix(prefix))
            found.add(field, "not-prefix", field + " \"" + prefix + "\" is not up to 20 digits, * or #, perhaps after a"
                    + " plus", prefix);
    }
}
