package org.trunkline.ui.phone.internal.presence;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.trunkline.phone.presence.Presence;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/** Chooses my state by a key, whatever view is open; the {@link Presence} is behind the class in {@code plugin.xml}. */
public final class StateHandler extends AbstractHandler implements IExecutableExtension {
    private Presence presence = Presence.AVAILABLE;

    @Override
    public void setInitializationData(IConfigurationElement config, String property, Object data) {
        presence = Presence.valueOf(String.valueOf(data));
    }

    @Override
    public Object execute(ExecutionEvent event) {
        DeskPhone.get().own().choose(presence);
        return null; // what the framework asks for
    }
}
