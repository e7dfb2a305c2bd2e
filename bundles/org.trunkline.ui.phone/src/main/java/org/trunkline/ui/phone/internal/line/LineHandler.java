package org.trunkline.ui.phone.internal.line;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/** What a key does with the phone, whatever view is open; the {@link Deed} is behind the class in {@code plugin.xml}. */
public final class LineHandler extends AbstractHandler implements IExecutableExtension {
    private Deed deed = Deed.ANSWER;

    @Override
    public void setInitializationData(IConfigurationElement config, String property, Object data) {
        deed = Deed.valueOf(String.valueOf(data));
    }

    @Override
    public Object execute(ExecutionEvent event) {
        var phone = DeskPhone.get();
        phone.known().inUse().ifPresent(state -> phone.command(service -> deed.run(state, service)));
        return null; // what the framework asks for
    }
}
