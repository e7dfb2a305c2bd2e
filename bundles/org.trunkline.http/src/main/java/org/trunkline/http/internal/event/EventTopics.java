package org.trunkline.http.internal.event;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trunkline.http.internal.answer.Caller;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Right;

/** What a client of the event stream asks for, within what it may have. */
final class EventTopics {
    private static final int MOST = 32;
    private static final Pattern OF_A_PLUGIN = Pattern.compile("([a-z0-9._-]{1,200})/([a-z0-9-]{1,60})");
    private static final Map<String, Right> RIGHTS = Map.of("status", Right.ANY, "calls", Right.CALLS, "cdrs",
            Right.RECORDS, "config", Right.CONFIGURATION, "plugins", Right.CONFIGURATION);
    /** Of the node itself. */
    static final Set<String> OWN = RIGHTS.keySet();

    /** All that plug-ins publish, with who and what. */
    static final String OF_ALL_PLUGINS = "plugin-events";

    private EventTopics() {}

    /** @param asked separated by commas; empty for all of the node's that the caller may have */
    static Set<String> of(Optional<String> asked, Caller caller) throws Problem {
        if (asked.isEmpty())
            return OWN.stream().filter(t -> RIGHTS.get(t).permissions().stream().allMatch(caller::may))
                    .collect(Collectors.toUnmodifiableSet());
        var topics = new LinkedHashSet<>(Arrays.asList(asked.get().split(",", MOST)));
        for (String topic : topics)
            check(topic, caller);
        return Set.copyOf(topics);
    }

    private static void check(String topic, Caller caller) throws Problem {
        var ofPlugin = OF_A_PLUGIN.matcher(topic);
        if (RIGHTS.containsKey(topic))
            for (String permission : RIGHTS.get(topic).permissions())
                caller.check(permission);
        else if (topic.equals(OF_ALL_PLUGINS))
            caller.check(Right.NEVER, List.of());
        else if (ofPlugin.matches())
            caller.check(Right.OWN, List.of(ofPlugin.group(1)));
        else
            throw Problem.parameter("topics", topic,
                    "one of status, calls, cdrs, config, plugins, plugin-events, or a plug-in's id, a slash and its topic");
    }
}
