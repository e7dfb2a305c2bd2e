package org.trunkline.cli.internal;

import java.util.ArrayList;
import java.util.List;

import org.trunkline.api.plugin.PluginAbout;

/** What a new version of a plug-in may do beyond the installed one: an administrator has to agree. */
final class MoreGrants {
    private MoreGrants() {}

    /** Each in words; empty where it may do no more. */
    static List<String> of(PluginAbout installed, PluginAbout next) {
        var more = new ArrayList<String>();
        next.permissions().stream().filter(it -> !installed.permissions().contains(it)).map(it -> "the permission " + it)
                .forEach(more::add);
        next.provides().stream().filter(it -> !installed.provides().contains(it)).map(it -> "the interface " + it).forEach(more::add);
        if (next.inside() && !installed.inside())
            more.add("to run inside the node");
        if (next.desk() && !installed.desk())
            more.add("parts for the desk, which can do everything that its user can");
        return more;
    }
}
