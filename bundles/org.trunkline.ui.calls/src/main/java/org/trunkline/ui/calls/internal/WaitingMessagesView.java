package org.trunkline.ui.calls.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.jface.action.Action;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.message.Messages;
import org.trunkline.api.message.WaitingMessage;
import org.trunkline.api.node.Node;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** Text messages that wait until their recipient's phone registers: who, when, how long; never the text. */
public final class WaitingMessagesView extends DeskView {
    static final String ID = "org.trunkline.ui.calls.messages";
    private static final int EACH_MS = 3000;
    /** So many are shown; the status says how many there are. */
    private static final int MOST = 2 * Messages.MAX_PAGE;

    private final Texts texts = Texts.of(WaitingMessagesView.class);
    private final Formats formats = Formats.ofPreferences();
    private Optional<DataTable<WaitingMessage>> table = Optional.empty();
    private long waiting;
    private boolean asking;

    @Override
    protected void create(Composite parent) {
        var messages = new DataTable<>(parent, new TableSpec<>("calls.messages", texts.get("messages.title"), columns(),
                message -> Long.toString(message.id()), Optional.of(new Sort("at", false))), jobs());
        messages.whenEmpty(texts.get("messages.none"));
        table = Optional.of(messages);
        bar(messages);
        messages.onMenu(menu -> messages.selected().ifPresent(_ -> menu.add(new Action(texts.get("messages.delete")) {
            @Override
            public void run() {
                delete(messages);
            }
        })));
        adopt(messages, () -> ask(messages));
        show(messages, active().state());
        until(active().watch(state -> UiThread.post(messages.control(), () -> show(messages, state))));
        UiThread.every(messages.control(), EACH_MS, () -> {
            if (waiting > 0 && messages.control().isVisible())
                ask(messages);
        });
    }

    private void bar(DataTable<WaitingMessage> messages) {
        var button = NativeLook.of(new Button(messages.bar(), SWT.PUSH));
        button.setText(texts.get("messages.delete"));
        button.setToolTipText(texts.get("messages.delete.tip"));
        button.setEnabled(false);
        button.addListener(SWT.Selection, e -> delete(messages));
        messages.onSelect(rows -> button.setEnabled(!rows.isEmpty()));
        messages.arrangeBar();
    }

    private List<Column<WaitingMessage>> columns() {
        return List.of(column("recipient", WaitingMessage::recipient).number(WaitingMessage::recipient),
                column("sender", WaitingMessage::sender).number(WaitingMessage::sender).monospaced(),
                column("at", m -> formats.dateTime(m.at())).sortedBy(WaitingMessage::at).hover(m -> formats.utc(m.at())),
                column("expires", m -> m.expiresAt().map(formats::dateTime).orElse("")).hiddenAtFirst(),
                column("bytes", m -> formats.count(m.bytes())).sortedBy(WaitingMessage::bytes).alignedRight());
    }

    private Column<WaitingMessage> column(String id, Function<WaitingMessage, String> text) {
        return Column.of(id, texts.get("messages." + id), texts.get("messages." + id + ".tip"), text);
    }

    private void show(DataTable<WaitingMessage> messages, NodeState state) {
        if (!whileUp(messages.state(), state)) {
            waiting = 0;
            return;
        }
        long now = state.status().map(status -> status.messages().waiting()).orElse(0L);
        if (now == 0)
            messages.setRows(List.of());
        else if (now != waiting)
            ask(messages);
        waiting = now;
    }

    private void ask(DataTable<WaitingMessage> messages) {
        if (asking)
            return;
        asking = true;
        jobs().read(texts.get("messages.loading"), (node, monitor) -> list(node), rows -> {
            asking = false;
            messages.setRows(rows);
        }, failure -> {
            asking = false;
            messages.state().showError(failure, () -> ask(messages));
        });
    }

    private static List<WaitingMessage> list(Node node) throws NodeUnavailableException {
        var all = new ArrayList<WaitingMessage>();
        Optional<String> after = Optional.empty();
        do {
            var page = node.messages().waiting(Optional.empty(), after, Messages.MAX_PAGE);
            all.addAll(page.items());
            after = page.next();
        } while (after.isPresent() && all.size() < MOST);
        return all;
    }

    private void delete(DataTable<WaitingMessage> messages) {
        List<WaitingMessage> chosen = messages.selectedRows();
        if (!chosen.isEmpty())
            Question.ask(getSite().getShell(), texts.get("messages.delete.title"), texts.get("messages.delete.sure", chosen.size()),
                    List.of(new Question.Answer(texts.get("messages.delete"), () -> delete(messages, chosen))),
                    texts.get("messages.delete.keep"));
    }

    private void delete(DataTable<WaitingMessage> messages, List<WaitingMessage> chosen) {
        jobs().run(texts.get("messages.deleting"), (node, monitor) -> delete(node, chosen, monitor), there -> {
            say(texts.get("messages.deleted", there));
            ask(messages);
        }, failure -> sayError(texts.get("messages.failed", failure.message())), () -> ask(messages));
    }

    /** One after the other, in one job. @return how many were still waiting */
    private static int delete(Node node, List<WaitingMessage> chosen, IProgressMonitor monitor) throws NodeUnavailableException {
        int there = 0;
        for (WaitingMessage message : chosen) {
            if (monitor.isCanceled())
                throw new OperationCanceledException();
            there += node.messages().delete(message.id()) ? 1 : 0;
        }
        return there;
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
