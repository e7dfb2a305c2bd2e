package org.trunkline.ui.internal.area;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.ui.IPerspectiveDescriptor;
import org.eclipse.ui.IWorkbench;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.contribution.Contribution;
import org.trunkline.ui.contribution.Contributions;

/** The areas of the desk: perspectives that bundles contribute, in their order. */
public record Areas(List<Area> list) {
    static final String POINT = "areas";
    private static final Logger LOG = LoggerFactory.getLogger(Areas.class);

    /** @param key digit that shows it together with Ctrl; empty for none */
    public record Area(String perspective, String label, Optional<String> key) {}

    public Areas {
        list = List.copyOf(list);
    }

    /** Any thread. */
    public static Areas of(IWorkbench workbench) {
        return of(Contributions.of(POINT, "area", Object.class), id -> Optional.ofNullable(
                workbench.getPerspectiveRegistry().findPerspectiveWithId(id)).map(IPerspectiveDescriptor::getLabel));
    }

    /** @param labelOf a perspective's name; empty where there is no such perspective */
    public static Areas of(List<Contribution<Object>> contributions, Function<String, Optional<String>> labelOf) {
        var areas = new ArrayList<Area>();
        var keys = new HashSet<String>();
        for (var contribution : contributions)
            contribution.attribute("perspective").flatMap(id -> labelOf.apply(id).map(label -> new Area(id, label,
                    contribution.attribute("key").filter(key -> isFree(contribution, key, keys)))))
                    .filter(area -> areas.stream().noneMatch(a -> a.perspective().equals(area.perspective())))
                    .ifPresentOrElse(areas::add, () -> LOG.warn("area {} of {} is left out: it names no perspective that"
                            + " is there, or one that is an area already", contribution.id(), contribution.bundle()));
        return new Areas(areas);
    }

    private static boolean isFree(Contribution<?> contribution, String key, HashSet<String> taken) {
        if (key.matches("[1-9]") && taken.add(key))
            return true;
        LOG.warn("area {} of {} has no key: {} is taken, or is not a digit from 1 to 9", contribution.id(),
                contribution.bundle(), key);
        return false;
    }

    Optional<Area> ofKey(String key) {
        return list.stream().filter(area -> area.key().equals(Optional.of(key))).findFirst();
    }
}
