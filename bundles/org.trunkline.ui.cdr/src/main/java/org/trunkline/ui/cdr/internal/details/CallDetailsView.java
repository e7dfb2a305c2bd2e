package org.trunkline.ui.cdr.internal.details;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.export.CaseFile;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.customer.CustomerCaseDialog;
import org.trunkline.ui.contribution.Contributions;
import org.trunkline.ui.extension.RecordTab;
import org.trunkline.ui.extension.ShownRecord;
import org.trunkline.ui.look.StatePane;

/** One call in full, in the tabs that bundles contribute, ours among them. UI thread. */
public final class CallDetailsView {
    private record Loaded(Optional<Cdr> cdr, Ladder ladder) {}

    /** Walking through a table with the arrow keys loads only where it stops. */
    private static final int SETTLE_MS = 120;
    private static final int LIVE_MS = 1_000;
    private static final int ENDED_TRIES = 8;

    private final Texts texts;
    private final Formats formats;
    private final NodeJobs jobs;
    private final Consumer<String> title;
    private final StatePane state;
    private final CTabFolder tabs;
    private final ActiveNode active;
    private final Consumer<String> search;
    private final Composite bars;
    /** In their order. */
    private List<DetailTab> all = List.of();
    private final CaseFileSaver saver;
    private final Label note;
    private Optional<Loaded> loaded = Optional.empty();
    private Optional<ShownRecord> record = Optional.empty();
    private Optional<CallId> shown = Optional.empty();
    /** For the call that is being read. */
    private Optional<Consumer<Loaded>> waiting = Optional.empty();
    private Optional<Job> reading = Optional.empty();
    /** Whether the call shown is in progress: it has no record to write yet. */
    private boolean inProgress;
    private int turn;

    /** @param title told what the shown call is, in a line @param search shows the calls of a query */
    public CallDetailsView(Composite parent, ActiveNode active, Texts texts, Formats formats,
            Consumer<String> title, Consumer<String> search) {
        this.title = title;
        this.active = active;
        this.search = search;
        this.texts = texts;
        this.formats = formats;
        state = new StatePane(parent);
        jobs = new NodeJobs(active, state.control());
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(state.content());
        note = new Label(state.content(), SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).indent(12, 4).exclude(true).applyTo(note);
        note.setVisible(false);
        tabs = new CTabFolder(state.content(), SWT.TOP | SWT.FLAT);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(tabs);
        bars = new Composite(tabs, SWT.NONE);
        bars.setLayout(new StackLayout());
        tabs.setTopRight(bars, SWT.RIGHT);
        saver = new CaseFileSaver(texts, jobs, new WhyText(texts, formats, StateText.create()), this::note,
                failure -> note(texts.get("case.not-saved", failure.message())));
        tabs.addListener(SWT.Selection, e -> {
            tabChosen();
            // by somebody: a call that is read meanwhile takes the keyboard from nobody
            chosen().ifPresent(DetailTab::setFocus);
        });
        tabs.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.ARROW_DOWN)
                Optional.ofNullable(tabs.getSelection().getControl()).ifPresent(Control::setFocus);
        });
        Contributions.watch("recordTabs", tabs, this::makeTabs);
        makeTabs();
        state.showEmpty(texts.get("details.none"));
        var nodes = active.watchOther(() -> UiThread.post(parent, this::showNone));
        parent.addListener(SWT.Dispose, e -> nodes.close());
    }

    /** Shows the invitation to choose a call, whatever was shown. */
    public void showNone() {
        turn++;
        reading.ifPresent(Job::cancel);
        loaded = Optional.empty();
        record = Optional.empty();
        waiting = Optional.empty();
        shown = Optional.empty();
        inProgress = false;
        note("");
        title.accept(texts.get("details.title"));
        state.showEmpty(texts.get("details.none"));
    }

    /** Again where a bundle with tabs came or went. */
    private void makeTabs() {
        int before = tabs.getSelectionIndex();
        all.forEach(DetailTab::dispose);
        all = Contributions.of("recordTabs", "tab", RecordTab.class).stream()
                .map(tab -> new DetailTab(tabs, tab, active, new Site())).toList();
        record.ifPresent(shownNow -> all.forEach(tab -> tab.show(shownNow)));
        selectTab(Math.max(0, before));
    }

    private final class Site implements DetailTab.DetailSite {
        @Override
        public NodeJobs jobs() {
            return jobs;
        }

        @Override
        public void showCalls(String query) {
            search.accept(query);
        }

        @Override
        public Composite bars() {
            return bars;
        }
    }

    private Optional<DetailTab> chosen() {
        int index = tabs.getSelectionIndex();
        return index >= 0 && index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
    }

    /** Shows a call in progress as it goes on, each second; once it has ended, its record. */
    public void follow(CallId call) {
        if (shown.equals(Optional.of(call)))
            return;
        shown = Optional.of(call);
        loaded = Optional.empty();
        record = Optional.empty();
        waiting = Optional.empty();
        inProgress = true;
        note("");
        int mine = ++turn;
        reading.ifPresent(Job::cancel);
        UiThread.later(state.control(), SETTLE_MS, () -> readLive(call, mine, Optional.empty(), false));
    }

    /** @param failed whether an error is shown: it stays until the node answers again */
    private void readLive(CallId call, int mine, Optional<CallCase> before, boolean failed) {
        if (mine != turn)
            return;
        if (!state.control().isVisible()) { // in another perspective, or behind another view
            UiThread.later(state.control(), LIVE_MS, () -> readLive(call, mine, before, failed));
            return;
        }
        if (before.isEmpty() && !failed)
            state.showLoading(texts.get("details.loading"));
        reading = Optional.of(jobs.read(texts.get("details.reading", call.value()), (node, monitor) -> node.liveCase(call),
                now -> {
                    if (mine == turn)
                        live(call, mine, before, now);
                }, failure -> {
                    if (mine == turn)
                        liveFailed(call, before, failed, failure);
                }));
    }

    /** Asks again as long as the call is shown: a call outlasts a short outage. */
    private void liveFailed(CallId call, Optional<CallCase> before, boolean failed, Failure failure) {
        int again = ++turn;
        if (!failed)
            state.showError(failure, () -> readLive(call, ++turn, before, true));
        UiThread.later(state.control(), LIVE_MS, () -> readLive(call, again, before, true));
    }

    private void live(CallId call, int mine, Optional<CallCase> before, Optional<CallCase> now) {
        if (now.isEmpty()) {
            inProgress = false;
            ended(call, mine, ENDED_TRIES);
            return;
        }
        var next = new ShownRecord(now.get(), false, true);
        if (before.isPresent())
            goOn(next);
        else
            show(next);
        if (!state.showsContent()) // after an outage
            state.showContent();
        UiThread.later(state.control(), LIVE_MS, () -> readLive(call, mine, now, false));
    }

    /** Its record can be found a moment later. */
    private void ended(CallId call, int mine, int tries) {
        if (mine != turn)
            return;
        reading = Optional.of(jobs.read(texts.get("details.reading", call.value()), (node, monitor) -> node.cdrs().find(call),
                found -> {
                    if (mine == turn && (found.isPresent() || tries == 0))
                        read(call);
                    else
                        UiThread.later(state.control(), LIVE_MS, () -> ended(call, mine, tries - 1));
                }, failure -> failed(call, failure)));
    }

    /** Shows the call, or the invitation to choose one. */
    public void show(Optional<CallId> call) {
        if (call.equals(shown))
            return;
        if (call.isEmpty()) {
            showNone();
            return;
        }
        loaded = Optional.empty();
        record = Optional.empty();
        waiting = Optional.empty();
        inProgress = false;
        shown = call;
        int mine = ++turn;
        reading.ifPresent(Job::cancel);
        UiThread.later(state.control(), SETTLE_MS, () -> {
            if (mine == turn)
                read(call.get());
        });
    }

    public void setFocus() {
        if (!state.showsContent())
            state.control().setFocus();
        else if (chosen().filter(DetailTab::setFocus).isEmpty())
            tabs.forceFocus(); // setFocus would hand it on to what the tab shows
    }

    /** Comes to a tab by its place, from 0. */
    public void selectTab(int index) {
        if (tabs.getItemCount() > 0)
            tabs.setSelection(Math.clamp(index, 0, tabs.getItemCount() - 1));
        tabChosen();
    }

    public int selectedTab() {
        return tabs.getSelectionIndex();
    }

    private void tabChosen() {
        chosen().ifPresent(DetailTab::chosen);
        tabs.layout(true);
    }

    private void read(CallId call) {
        if (!state.showsContent())
            state.showLoading(texts.get("details.loading"));
        reading = Optional.of(jobs.read(texts.get("details.reading", call.value()), (node, monitor) -> new Loaded(
                node.cdrs().find(call), node.cdrs().ladder(call).orElse(new Ladder(call, List.of()))),
                loaded -> loaded(call, loaded), failure -> failed(call, failure)));
    }

    private void loaded(CallId call, Loaded found) {
        if (!shown.equals(Optional.of(call)))
            return;
        if (found.cdr().isEmpty()) {
            state.showEmpty(texts.get("details.gone"));
            return;
        }
        loaded = Optional.of(found);
        Cdr cdr = found.cdr().get();
        note("");
        show(new ShownRecord(new CallCase(Instant.now(), active.state().name(), cdr, found.ladder(), List.of()), false, false));
        var work = waiting;
        waiting = Optional.empty();
        work.ifPresent(w -> w.accept(found));
    }

    /** Shows what somebody sent; asks no node. */
    public void show(CaseFile file) {
        turn++;
        reading.ifPresent(Job::cancel);
        shown = Optional.empty();
        loaded = Optional.empty();
        waiting = Optional.empty();
        inProgress = false;
        show(new ShownRecord(new CallCase(file.madeAt(), file.node(), file.record(), file.ladder(), file.configuration()),
                true, false));
        note(texts.get(file.pseudonymised() ? "case.note.pseudonyms" : "case.note", file.node(),
                formats.dateTime(file.madeAt())));
    }

    /** Asks where to, and writes all that is known of the call shown. */
    public void saveCase() {
        withCall(l -> saver.ask(state.control().getShell(), l.cdr().orElseThrow(), l.ladder()));
    }

    /** The same without asking. */
    public void saveCase(Path file, boolean pseudonyms) {
        withCall(l -> saver.save(file, l.cdr().orElseThrow(), l.ladder(), pseudonyms));
    }

    /** Asks in which language and where to, and writes what a customer may read of the call shown. */
    public void saveForCustomer() {
        withCall(l -> new CustomerCaseDialog(state.control().getShell(), new CallCase(Instant.now(), active.state().name(),
                l.cdr().orElseThrow(), l.ladder(), List.of())).open());
    }

    /** Works on the call chosen, once it has been read. */
    private void withCall(Consumer<Loaded> work) {
        if (shown.isEmpty())
            note(texts.get("details.none"));
        else if (inProgress)
            note(texts.get("case.not-ended"));
        else
            loaded.ifPresentOrElse(work, () -> waiting = Optional.of(work));
    }

    private void note(String text) {
        note.setText(text.replace("&", "&&"));
        note.setVisible(!text.isEmpty());
        ((GridData) note.getLayoutData()).exclude = text.isEmpty();
        note.getParent().layout(true);
    }

    private void goOn(ShownRecord next) {
        record = Optional.of(next);
        all.forEach(tab -> tab.goOn(next));
        tabChosen();
    }

    private void show(ShownRecord next) {
        record = Optional.of(next);
        all.forEach(tab -> tab.show(next));
        title.accept(texts.get("details.heading", next.cdr().from().normalised(), next.cdr().to().normalised()));
        state.showContent();
        tabChosen();
    }

    private void failed(CallId call, Failure failure) {
        if (shown.equals(Optional.of(call)))
            state.showError(failure, () -> read(call));
    }
}
