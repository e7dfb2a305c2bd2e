package org.trunkline.ui.cdr.internal.details;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.PlatformUI;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.export.CaseFile;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.CallCharts;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.StatePane;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.ladder.LadderPane;

/** One call in full: summary, legs, ladder, quality, why. UI thread. */
public final class CallDetailsView {
    private record Loaded(Optional<Cdr> cdr, Ladder ladder) {}

    /** Walking through a table with the arrow keys loads only where it stops. */
    private static final int SETTLE_MS = 120;

    private final Texts texts;
    private final Formats formats;
    private final NodeJobs jobs;
    private final Consumer<String> title;
    private final StatePane state;
    private final CTabFolder tabs;
    private final DetailTab<SummaryPane> summary;
    private final DetailTab<LegsPane> legs;
    private final DetailTab<LadderPane> ladder;
    private final DetailTab<QualityPane> quality;
    private final DetailTab<WhyPane> why;
    private final DetailTab<RelatedPane> related;
    private final DetailTab<ConfigurationPane> configuration;
    /** In their order. */
    private final List<DetailTab<?>> all;
    private final CaseFileSaver saver;
    private final Label note;
    private Optional<Loaded> loaded = Optional.empty();
    private Optional<CallId> shown = Optional.empty();
    /** For the call that is being read. */
    private Optional<Consumer<Loaded>> waiting = Optional.empty();
    private Optional<Job> reading = Optional.empty();
    private int turn;

    /** @param title told what the shown call is, in a line @param search shows the calls of a query */
    public CallDetailsView(Composite parent, ActiveNode active, Texts texts, Formats formats,
            Consumer<String> title, Consumer<String> search) {
        this.title = title;
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
        var states = StateText.create();
        var whyText = new WhyText(texts, formats, states);
        summary = tab("details.summary", () -> new SummaryPane(tabs, texts, new CallFacts(texts, formats, states)),
                SummaryPane::control);
        legs = tab("details.legs", () -> new LegsPane(tabs, texts, formats, jobs), LegsPane::control);
        ladder = tab("details.ladder", this::ladder, LadderPane::control);
        quality = tab("details.quality", () -> new QualityPane(tabs, texts, formats, jobs,
                Optional.ofNullable(PlatformUI.getWorkbench().getService(CallCharts.class))), QualityPane::control);
        why = tab("details.why", () -> new WhyPane(tabs, texts, whyText), WhyPane::control);
        related = tab("details.related", () -> new RelatedPane(tabs, texts, formats, jobs, search),
                RelatedPane::control);
        configuration = tab("details.configuration", () -> new ConfigurationPane(tabs, texts, formats, jobs),
                ConfigurationPane::control);
        all = List.of(summary, legs, ladder, quality, why, related, configuration);
        saver = new CaseFileSaver(texts, jobs, whyText, this::note,
                failure -> note(texts.get("case.not-saved", failure.message())));
        tabs.addListener(SWT.Selection, e -> {
            tabChosen();
            if (isChosen(ladder)) // by somebody: a call that is read meanwhile takes the keyboard from nobody
                ladder.pane().ifPresent(pane -> pane.canvas().setFocus());
        });
        tabs.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.ARROW_DOWN)
                Optional.ofNullable(tabs.getSelection().getControl()).ifPresent(Control::setFocus);
        });
        selectTab(0);
        state.showEmpty(texts.get("details.none"));
    }

    private <P> DetailTab<P> tab(String key, Supplier<P> make, Function<P, Control> control) {
        return new DetailTab<>(tabs, texts.get(key), make, control);
    }

    private LadderPane ladder() {
        var pane = new LadderPane(tabs, tabs, texts, formats, jobs);
        tabs.setTopRight(pane.bar(), SWT.RIGHT);
        return pane;
    }

    /** Shows the call, or the invitation to choose one. */
    public void show(Optional<CallId> call) {
        if (call.equals(shown))
            return;
        loaded = Optional.empty();
        waiting = Optional.empty();
        shown = call;
        int mine = ++turn;
        reading.ifPresent(Job::cancel);
        if (call.isEmpty()) {
            state.showEmpty(texts.get("details.none"));
            return;
        }
        UiThread.later(state.control(), SETTLE_MS, () -> {
            if (mine == turn)
                read(call.get());
        });
    }

    public void setFocus() {
        if (state.showsContent() && isChosen(ladder))
            ladder.pane().ifPresent(pane -> pane.canvas().setFocus());
        else if (state.showsContent())
            tabs.forceFocus(); // setFocus would hand it on to what the tab shows
        else
            state.control().setFocus();
    }

    /** Comes to a tab by its place, from 0. */
    public void selectTab(int index) {
        tabs.setSelection(Math.clamp(index, 0, tabs.getItemCount() - 1));
        tabChosen();
    }

    public int selectedTab() {
        return tabs.getSelectionIndex();
    }

    private void tabChosen() {
        all.get(tabs.getSelectionIndex()).chosen();
        if (isChosen(related))
            related.pane().ifPresent(RelatedPane::count);
        else if (isChosen(configuration))
            configuration.pane().ifPresent(ConfigurationPane::read);
        ladder.pane().ifPresent(pane -> pane.bar().setVisible(isChosen(ladder)));
    }

    private boolean isChosen(DetailTab<?> tab) {
        return all.get(tabs.getSelectionIndex()) == tab;
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
        related.show(pane -> pane.show(cdr, true));
        configuration.show(pane -> pane.show(cdr));
        show(cdr, found.ladder());
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
        related.show(pane -> pane.show(file.record(), false));
        configuration.show(pane -> pane.show(file.configuration()));
        show(file.record(), file.ladder());
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

    /** Works on the call chosen, once it has been read. */
    private void withCall(Consumer<Loaded> work) {
        if (shown.isEmpty())
            note(texts.get("details.none"));
        else
            loaded.ifPresentOrElse(work, () -> waiting = Optional.of(work));
    }

    private void note(String text) {
        note.setText(text.replace("&", "&&"));
        note.setVisible(!text.isEmpty());
        ((GridData) note.getLayoutData()).exclude = text.isEmpty();
        note.getParent().layout(true);
    }

    private void show(Cdr cdr, Ladder messages) {
        summary.show(pane -> pane.show(cdr));
        legs.show(pane -> pane.show(cdr));
        ladder.show(pane -> pane.show(messages, Optional.of(cdr)));
        quality.show(pane -> pane.show(cdr, messages.quality()));
        why.show(pane -> pane.show(cdr));
        title.accept(texts.get("details.heading", cdr.from().normalised(), cdr.to().normalised()));
        state.showContent();
        tabChosen();
    }

    private void failed(CallId call, Failure failure) {
        if (shown.equals(Optional.of(call)))
            state.showError(failure, () -> read(call));
    }
}
