package org.trunkline.ui.phone.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.phone.internal.account.AccountNode;
import org.trunkline.ui.phone.internal.desk.CallLater;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.table.DataTable;

/** Opens a new scheduled call to a number, which rings the phones of this desk's user first. Without a number: that of the selected row. */
public final class CallLaterHandler extends AbstractHandler {
    @Override
    public boolean isEnabled() {
        return Optional.ofNullable(CallLater.get()).filter(CallLater::offered).isPresent();
    }

    @Override
    public Object execute(ExecutionEvent event) {
        String number = Optional.ofNullable(event.getParameter(DeskCommands.CALL_LATER_NUMBER)).map(String::strip).filter(text -> !text.isEmpty())
                .or(() -> DataTable.numbersAt(Display.getCurrent().getFocusControl()).stream().findFirst()).orElse("");
        String values = String.join("\n", List.of("number=" + number, "subscribers=" + own()));
        DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, CallLater.KIND, DeskCommands.NEW_VALUES, values));
        return null; // what the framework asks for
    }

    /** The user of an account at the node that the desk shows; another node does not know it. */
    private static String own() {
        var shown = PlatformUI.getWorkbench().getService(ActiveNode.class).state();
        return DeskPhone.get().known().accounts().stream().filter(PhoneAccount::isAtNode).filter(account -> AccountNode.of(account, shown, List.of())
                .filter(node -> node.identity().equals(shown.identity())).isPresent()).map(PhoneAccount::user).findFirst().orElse("");
    }
}
