package org.trunkline.ui.phone.internal;

import java.util.List;
import java.util.Optional;

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
import org.trunkline.phone.PhoneException;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.dial.DialBox;
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
        var job = Job.create(PhoneWords.texts().get("find.call", target), monitor -> {
            try {
                DeskPhone.get().call(target);
            } catch (PhoneException e) {
                view.ifPresent(v -> v.refused(SaidText.create().of(e.text())));
            }
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
    }
}
