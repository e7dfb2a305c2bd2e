package org.trunkline.ui.phone.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.phone.PhoneException;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.dial.DialBox;
import org.trunkline.ui.phone.internal.words.ConnectedText;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;
import org.trunkline.ui.table.DataTable;

/** Calls a number and shows the phone. Without a number: that of the selected row, a choice of several, else the dial box. */
public final class CallHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        Optional<String> number = Optional.ofNullable(event.getParameter(DeskCommands.CALL_NUMBER)).map(String::strip)
                .filter(text -> !text.isEmpty());
        List<String> numbers = number.map(List::of).orElseGet(() -> DataTable.numbersAt(Display.getCurrent().getFocusControl()));
        if (numbers.isEmpty())
            DialBox.focus(window.getShell());
        else if (numbers.size() == 1)
            call(window, numbers.getFirst());
        else
            choose(window, numbers);
        return null; // what the framework asks for
    }

    private static void choose(IWorkbenchWindow window, List<String> numbers) {
        var menu = new Menu(window.getShell(), SWT.POP_UP);
        for (String number : numbers) {
            var item = new MenuItem(menu, SWT.PUSH);
            item.setText(PhoneWords.texts().get("find.call", number).replace("&", "&&"));
            item.addListener(SWT.Selection, e -> call(window, number));
        }
        menu.addListener(SWT.Hide, e -> window.getShell().getDisplay().asyncExec(menu::dispose)); // after the selection
        menu.setDefaultItem(menu.getItem(0));
        menu.setVisible(true);
    }

    private static void call(IWorkbenchWindow window, String target) {
        var view = PhoneView.open(window);
        var ringing = DeskPhone.get().ringsPhonesOf();
        if (ringing.isPresent())
            connect(window, new CallDraft(ringing.get(), target), what -> view.ifPresent(v -> v.tell(what)));
        else
            call(target, what -> view.ifPresent(v -> v.tell(what)));
    }

    private static void call(String target, Consumer<String> say) {
        var job = Job.create(PhoneWords.texts().get("find.call", target), monitor -> {
            try {
                DeskPhone.get().call(target);
            } catch (PhoneException e) {
                say.accept(SaidText.create().of(e.text()));
            }
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
    }

    /** The phones of a subscriber make the call, by their node. */
    private static void connect(IWorkbenchWindow window, CallDraft draft, Consumer<String> say) {
        DeskPhone.get().recent().called(draft.number());
        DeskPhone.get().leaveToOthers(draft.subscriber());
        new NodeJobs(window.getService(ActiveNode.class), window.getShell()).run(PhoneWords.texts().get("find.call", draft.number()),
                (node, _) -> node.calls().connect(draft), outcome -> say.accept(ConnectedText.of(draft, outcome)),
                failure -> say.accept(failure.message()));
    }
}
