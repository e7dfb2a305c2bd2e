package org.trunkline.ui.phone.internal;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.query.QueryText;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.recent.RecentCall;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Calls the number again that was called last: by this desk, else, after a new start, by the phone's users as the records of the node say. */
public final class RedialHandler extends AbstractHandler {
    /** Calls in both directions that are looked through. */
    private static final int MOST = 200;

    @Override
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        var users = DeskPhone.get().known().accounts().stream().filter(PhoneAccount::isAtNode).map(PhoneAccount::user).distinct().toList();
        DeskPhone.get().recent().last().ifPresentOrElse(DeskCommands::call, () -> {
            if (users.isEmpty())
                none(window);
            else
                fromRecords(window, users);
        });
        return null; // what the framework asks for
    }

    private static void fromRecords(IWorkbenchWindow window, List<String> users) {
        var query = new CdrQuery(QueryText.clause(CdrField.PEER, users), Optional.empty(), Optional.empty());
        new NodeJobs(window.getService(ActiveNode.class), window.getShell()).read(PhoneWords.texts().get("recent.title"),
                (node, _) -> node.cdrs().rows(query, CdrOrder.NEWEST_FIRST, 0, MOST).items().stream().map(row -> RecentCall.of(row, users))
                        .filter(RecentCall::outgoing).map(RecentCall::other).findFirst(),
                found -> found.ifPresentOrElse(DeskCommands::call, () -> none(window)), failure -> say(window, failure.message()));
    }

    private static void none(IWorkbenchWindow window) {
        say(window, PhoneWords.texts().get("phone.redial.none"));
    }

    private static void say(IWorkbenchWindow window, String what) {
        PhoneView.open(window).ifPresent(view -> view.tell(what));
    }
}
