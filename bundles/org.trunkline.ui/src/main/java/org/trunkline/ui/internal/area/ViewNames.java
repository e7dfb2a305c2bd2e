package org.trunkline.ui.internal.area;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.e4.ui.model.application.ui.basic.MWindow;

/** The names on the tabs. The workbench keeps them with its layout: after another choice of language they are old. */
public final class ViewNames {
    private ViewNames() {}

    /** Before the windows open. @param nameOf a view's name in the desk's language, by its id */
    public static void refresh(List<MWindow> windows, Function<String, Optional<String>> nameOf) {
        for (MWindow window : windows)
            for (var shared : window.getSharedElements())
                if (shared instanceof MPart part)
                    Optional.ofNullable(part.getElementId()).flatMap(nameOf).ifPresent(part::setLabel);
    }
}
