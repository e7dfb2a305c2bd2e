package org.trunkline.plugin.internal.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.http.EventTopic;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.record.RecordConsumer;

/**
 * Which extension of a new version takes the place of which former one: one of the same interface, and where there are
 * several of it, the one of the same name first.
 */
final class Succession {
    private final Map<GuardedExtension, GuardedExtension> successors = new HashMap<>();
    private final List<GuardedExtension> heirless;
    private final List<GuardedExtension> added;

    private Succession(List<GuardedExtension> former, List<GuardedExtension> next, Map<GuardedExtension, String> names) {
        heirless = new ArrayList<>(former);
        added = new ArrayList<>(next);
        match((one, other) -> one.type() == other.type() && names.containsKey(one) && names.get(one).equals(names.get(other)));
        match((one, other) -> one.type() == other.type());
    }

    /** @param names as far as they are known */
    static Succession of(List<GuardedExtension> former, List<GuardedExtension> next, Map<GuardedExtension, String> names) {
        return new Succession(former, next, names);
    }

    /** Names of those that are one of several of their interface. @param known those that are known, and need not be asked */
    static Map<GuardedExtension, String> names(List<GuardedExtension> former, List<GuardedExtension> next,
            Map<GuardedExtension, String> known) {
        var names = new HashMap<>(known);
        Stream.concat(former.stream(), next.stream()).filter(each -> !names.containsKey(each) && isOneOfSeveral(each.type(), former, next))
                .forEach(each -> declaredName(each).ifPresent(name -> names.put(each, name)));
        return names;
    }

    private static boolean isOneOfSeveral(ExtensionType type, List<GuardedExtension> former, List<GuardedExtension> next) {
        return former.stream().filter(each -> each.type() == type).count() > 1
                || next.stream().filter(each -> each.type() == type).count() > 1;
    }

    private void match(BiPredicate<GuardedExtension, GuardedExtension> follows) {
        for (var extension : List.copyOf(added)) {
            var place = heirless.stream().filter(each -> follows.test(each, extension)).findFirst();
            place.ifPresent(former -> {
                successors.put(former, extension);
                heirless.remove(former);
                added.remove(extension);
            });
        }
    }

    /** Empty where nothing takes its place. */
    Optional<GuardedExtension> successor(GuardedExtension former) {
        return Optional.ofNullable(successors.get(former));
    }

    /** Those that take no place of a former one. */
    List<GuardedExtension> added() {
        return added;
    }

    /** Empty for an interface without names, and where the extension does not answer. */
    private static Optional<String> declaredName(GuardedExtension extension) {
        try {
            return switch (new ExtensionSwitch(extension).proxy()) {
                case AlertChannel channel -> Optional.of(channel.info().id());
                case CallApplication application -> Optional.of(application.info().name());
                case ConfigKind kind -> Optional.of(kind.info().kind());
                case EventTopic topic -> Optional.of(topic.info().name());
                case HttpResource resource -> Optional.of(resource.name());
                case RecordConsumer consumer -> Optional.of(consumer.name());
                default -> Optional.empty();
            };
        } catch (ExtensionFailedException e) {
            return Optional.empty();
        }
    }
}
