package org.trunkline.ui.look;

import java.util.LinkedHashMap;
import java.util.Map;

import org.eclipse.e4.core.services.events.IEventBroker;
import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.UiThread;

/**
 * Controls that take colours from the palette, told of another theme by one subscription for all: each is a service, and a
 * form has dozens of labels. UI thread only.
 */
final class ThemeFollowers {
    private static final String KEY = ThemeFollowers.class.getName();

    private final Map<Control, Runnable> followers = new LinkedHashMap<>();

    private ThemeFollowers(Display display) {
        PlatformUI.getWorkbench().getService(IEventBroker.class).subscribe(IThemeEngine.Events.THEME_CHANGED,
                event -> display.asyncExec(this::tell));
    }

    static ThemeFollowers of(Display display) {
        if (display.getData(KEY) instanceof ThemeFollowers there)
            return there;
        var made = new ThemeFollowers(display);
        display.setData(KEY, made);
        return made;
    }

    /** @param action run each time, until the control is disposed; each by an event of its own */
    void add(Control owner, Runnable action) {
        Runnable before = followers.get(owner);
        if (before == null)
            owner.addListener(SWT.Dispose, e -> followers.remove(owner));
        followers.put(owner, before == null ? action : () -> {
            before.run();
            action.run();
        });
    }

    private void tell() {
        followers.forEach(UiThread::post);
    }
}
