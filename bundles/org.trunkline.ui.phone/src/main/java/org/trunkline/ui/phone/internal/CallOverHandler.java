package org.trunkline.ui.phone.internal;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.phone.internal.dial.CallOverDialog;
import org.trunkline.ui.table.DataTable;

/** Calls a number over a trunk that is chosen. Without a number: that of the selected row, where there is one alone. */
public final class CallOverHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        String number = Optional.ofNullable(event.getParameter(DeskCommands.CALL_OVER_NUMBER)).map(String::strip).orElseGet(() -> {
            var numbers = DataTable.numbersAt(Display.getCurrent().getFocusControl());
            return numbers.size() == 1 ? numbers.getFirst() : "";
        });
        var window = HandlerUtil.getActiveWorkbenchWindow(event);
        CallOverDialog.open(window.getShell(), window.getService(ActiveNode.class), number);
        return null; // what the framework asks for
    }
}
