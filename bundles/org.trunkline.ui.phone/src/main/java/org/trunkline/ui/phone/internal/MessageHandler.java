package org.trunkline.ui.phone.internal;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.table.DataTable;

/** Begins a text message to a number. Without one: to that of the selected row, where there is one alone, else to whom is asked. */
public final class MessageHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        String target = Optional.ofNullable(event.getParameter(DeskCommands.MESSAGE_NUMBER)).map(String::strip).orElseGet(() -> {
            var numbers = DataTable.numbersAt(Display.getCurrent().getFocusControl());
            return numbers.size() == 1 ? numbers.getFirst() : "";
        });
        MessagesView.open(HandlerUtil.getActiveWorkbenchWindow(event)).ifPresent(view -> view.write(target));
        return null; // what the framework asks for
    }
}
