package org.trunkline.ui.look;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.widgets.Control;

/** What a screen reader calls a control that has no words of its own: a field with a hint, a button with a picture. */
public final class AccessibleName {
    private AccessibleName() {}

    /** To be called once. UI thread only. */
    public static void of(Control control, String name) {
        control.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = name;
            }
        });
        Gtk.LOADED.ifPresent(gtk -> gtk.name(control, name));
    }

    /** Tells screen readers another name, which the listeners of the control must already give. UI thread only. */
    public static void changed(Control control, String name) {
        Gtk.LOADED.ifPresent(gtk -> gtk.name(control, name));
        control.getAccessible().sendEvent(ACC.EVENT_NAME_CHANGED, null);
    }

    /**
     * GTK answers screen readers for its own widgets and never asks SWT, so such a widget is given its name: without one an
     * arrow is "Back" in every language. SWT has no public way to do that.
     *
     * @param accessible {@code gtk_widget_get_accessible(widget)}
     * @param set {@code g_object_set(object, property, text, 0)}
     */
    private record Gtk(Method accessible, Method set) {
        private static final Optional<Gtk> LOADED = load();
        private static final byte[] PROPERTY = text("accessible-name");

        /** @return empty on other systems, and where SWT was changed: names are those of the widgets then */
        private static Optional<Gtk> load() {
            var swt = Control.class.getClassLoader();
            try {
                return Optional.of(new Gtk(
                        Class.forName("org.eclipse.swt.internal.gtk3.GTK3", true, swt).getMethod("gtk_widget_get_accessible", long.class),
                        Class.forName("org.eclipse.swt.internal.gtk.OS", true, swt).getMethod("g_object_set", long.class, byte[].class,
                                byte[].class, long.class)));
            } catch (ReflectiveOperationException | LinkageError otherSystem) {
                return Optional.empty();
            }
        }

        void name(Control control, String name) {
            try {
                long widget = Control.class.getField("handle").getLong(control);
                long spoken = (long) accessible.invoke(null, widget);
                if (spoken != 0)
                    set.invoke(null, spoken, PROPERTY, text(name), 0L);
            } catch (ReflectiveOperationException changed) {
                return; // the widget keeps its own name
            }
        }

        private static byte[] text(String text) {
            return (text + '\0').getBytes(StandardCharsets.UTF_8);
        }
    }
}
