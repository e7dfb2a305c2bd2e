package org.trunkline.api.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.domain.config.ChannelUse;

/** Checks the channels of an alert against their forms; needs no node, so a form can use it on each keystroke. */
public final class AlertChannelForms {
    private AlertChannelForms() {}

    /**
     * Checks drafts, secrets in clear.
     *
     * @param there available channels of the node
     * @param present channels that the alert already has; their secrets are kept, and an unavailable channel stays unchanged
     */
    public static List<FieldError> check(List<ChannelUse> uses, List<AlertChannelAbout> there, List<ChannelUse> present) {
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < uses.size(); i++) {
            var use = uses.get(i);
            var path = "alert.channels[" + i + "].";
            var before = present.stream().filter(p -> p.channel().equals(use.channel())).findFirst();
            var about = find(use.channel(), there);
            if (about.isPresent())
                errors.addAll(FieldRules.check(path + "settings.", about.get().fields(), use.settings(), before.isEmpty()
                        ? List.of() : about.get().fields().stream().filter(Field::secret).map(Field::name).toList()));
            else if (before.isEmpty() || !before.get().equals(use))
                errors.add(new FieldError(path + "channel", "no-such-channel", List.of(use.channel()), "there is no channel \""
                        + use.channel() + "\"" + (there.isEmpty() ? "" : "; there are "
                                + there.stream().map(AlertChannelAbout::id).collect(Collectors.joining(", ")))));
        }
        return errors;
    }

    /** Drafts by channel, without secrets and empty values. */
    public static List<ChannelUse> open(List<ChannelUse> uses, List<AlertChannelAbout> there) {
        return uses.stream().map(use -> ChannelUse.of(use.channel(), part(use, there, false)))
                .sorted(Comparator.comparing(ChannelUse::channel)).toList();
    }

    /** The secrets of drafts that are to be set, by channel, then field. */
    public static Map<String, Map<String, String>> secrets(List<ChannelUse> uses, List<AlertChannelAbout> there) {
        var secrets = new LinkedHashMap<String, Map<String, String>>();
        for (var use : uses)
            secrets.put(use.channel(), part(use, there, true));
        return secrets;
    }

    private static Map<String, String> part(ChannelUse use, List<AlertChannelAbout> there, boolean secret) {
        var fields = find(use.channel(), there).map(AlertChannelAbout::fields).orElse(List.of());
        var part = new LinkedHashMap<String, String>();
        use.settings().forEach((name, value) -> {
            boolean hidden = fields.stream().anyMatch(f -> f.name().equals(name) && f.secret());
            if (hidden == secret && !value.isEmpty())
                part.put(name, value);
        });
        return part;
    }

    private static Optional<AlertChannelAbout> find(String id, List<AlertChannelAbout> there) {
        return there.stream().filter(c -> c.id().equals(id)).findFirst();
    }
}
