package org.trunkline.http.internal.answer;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks: the administrator, or a plug-in within its permissions.
 *
 * @param plugin empty for the administrator
 */
public record Caller(Optional<String> plugin, Set<String> permissions) {
    public static final Caller ADMINISTRATOR = new Caller(Optional.empty(), Set.of());

    public Caller {
        requireNonNull(plugin);
        permissions = Set.copyOf(permissions);
    }

    public static Caller plugin(String id, List<String> permissions) {
        return new Caller(Optional.of(id), Set.copyOf(permissions));
    }

    /** Whom the audit names: a plug-in cannot give itself another name. */
    public String author(String claimed) {
        return plugin.map(id -> "plugin:" + id).orElse(claimed);
    }

    public boolean may(String permission) {
        return plugin.isEmpty() || permissions.contains(permission);
    }

    /** Whether numbers and names of calls are cut short. */
    public boolean masked() {
        return !may(Right.PERSONAL);
    }

    boolean owns(String id) {
        return plugin.isEmpty() || plugin.get().equals(id);
    }

    /** @param open what the path leaves open @throws Problem 403 that names what is missing */
    public void check(Right right, List<String> open) throws Problem {
        if (plugin.isEmpty())
            return;
        if (right == Right.NEVER)
            throw refused("only the administrator may do this");
        if (right == Right.OWN && !owns(open.getFirst()))
            throw refused("this belongs to the plug-in \"" + open.getFirst() + "\"");
        var missing = new LinkedHashSet<>(right.permissions());
        missing.removeAll(permissions);
        if (!missing.isEmpty())
            throw missing(List.copyOf(missing));
    }

    /** @throws Problem 403 where it lacks this one */
    public void check(String permission) throws Problem {
        if (!may(permission))
            throw missing(List.of(permission));
    }

    private Problem missing(List<String> permissions) {
        boolean one = permissions.size() == 1;
        return refused("it lacks the permission" + (one ? " " : "s ") + String.join(" and ", permissions)
                + "; a plug-in names what it needs in \"permissions\" of its plugin.json");
    }

    private Problem refused(String why) {
        return Problem.of(403, "forbidden", "Not permitted",
                "The plug-in \"" + plugin.orElse("") + "\" may not do this: " + why);
    }
}
