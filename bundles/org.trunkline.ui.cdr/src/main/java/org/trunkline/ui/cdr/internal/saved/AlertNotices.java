package org.trunkline.ui.cdr.internal.saved;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.jface.notifications.NotificationPopup;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Link;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.WorkbenchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.Alarm;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;


/** Shows a notice in the corner of the screen when an alert is raised, whatever the desk shows at the time. */
public final class AlertNotices implements IStartup {
    private static final Logger LOG = LoggerFactory.getLogger(AlertNotices.class);
    private static final String ALERT = "alert";
    private static final long SHOWN_MS = 12_000;
    private static final int MOST = 3;

    private final Texts texts = Texts.of(RichText.class);
    private Set<String> standing = Set.of();
    private String node = "";

    @Override
    public void earlyStartup() {
        var workbench = PlatformUI.getWorkbench();
        workbench.getService(ActiveNode.class).watch(state -> heard(workbench, state)); // as long as the desk runs
    }

    /** On the node's teller thread, one state after the other. */
    private void heard(IWorkbench workbench, NodeState state) {
        if (!state.up())
            return;
        var raised = state.alarms().stream().filter(a -> a.code().equals(ALERT))
                .collect(Collectors.toMap(Alarm::subject, a -> a, (a, b) -> a));
        var fresh = new HashSet<>(raised.keySet());
        if (state.name().equals(node))
            fresh.removeAll(standing);
        standing = Set.copyOf(raised.keySet());
        node = state.name();
        var display = workbench.getDisplay();
        if (!display.isDisposed())
            notices(fresh.stream().map(raised::get).toList(), texts)
                    .forEach(notice -> display.asyncExec(() -> show(workbench, display, notice)));
    }

    /** @param alert what it leads to; the first of several */
    record Notice(String text, String alert) {}

    /** One for each alert, or one for all where there are many: the trouble that raises twenty must not cover the screen. */
    static List<Notice> notices(List<Alarm> raised, Texts texts) {
        if (raised.size() <= MOST)
            return raised.stream().map(a -> new Notice(texts.get("notice.text", escaped(a.subject()),
                    a.args().size() > 1 ? a.args().get(1) : ""), a.subject())).toList();
        var names = raised.stream().map(Alarm::subject).sorted(String.CASE_INSENSITIVE_ORDER).toList();
        return List.of(new Notice(texts.get("notice.many", names.size(), names.subList(0, MOST).stream()
                .map(AlertNotices::escaped).collect(Collectors.joining(", "))), names.getFirst()));
    }

    private static String escaped(String name) {
        return name.replace("&", "&&").replace("<", "‹");
    }

    private void show(IWorkbench workbench, Display display, Notice notice) {
        if (display.isDisposed() || workbench.isClosing())
            return;
        NotificationPopup.forDisplay(display).delay(SHOWN_MS).title(texts.get("notice.title"), true)
                .content(parent -> {
                    var link = new Link(parent, SWT.WRAP);
                    link.setText(notice.text());
                    link.addListener(SWT.Selection, e -> open(workbench, notice.alert()));
                    return link;
                }).build().open();
    }

    private static void open(IWorkbench workbench, String alert) {
        var window = Optional.ofNullable(workbench.getActiveWorkbenchWindow())
                .orElseGet(() -> workbench.getWorkbenchWindows()[0]);
        try {
            window.getShell().setMinimized(false);
            window.getShell().forceActive();
            AlertHandler.show(window, alert);
        } catch (WorkbenchException e) {
            LOG.error("the saved searches cannot be shown", e);
        }
    }
}
