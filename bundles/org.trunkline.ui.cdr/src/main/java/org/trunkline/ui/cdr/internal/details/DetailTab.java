package org.trunkline.ui.cdr.internal.details;

import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.contribution.ContributedPlace;
import org.trunkline.ui.contribution.Contribution;
import org.trunkline.ui.extension.RecordTab;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

/**
 * One contributed tab of what is told of a call, made when it is first chosen and filled while it is: all of them at once
 * would let the desk stand still. UI thread.
 */
final class DetailTab implements RecordTabSite {
    private final CTabItem item;
    private final ContributedPlace<RecordTab> place;
    private final ActiveNode active;
    private final DetailSite view;
    private Optional<Composite> bar = Optional.empty();
    private Optional<ShownRecord> due = Optional.empty();
    private Optional<ShownRecord> read = Optional.empty();

    /** What the tabs of a view share. @param bars room beside the tabs for the bar of the one chosen */
    interface DetailSite {
        NodeJobs jobs();

        void showCalls(String query);

        Composite bars();
    }

    DetailTab(CTabFolder tabs, Contribution<RecordTab> contribution, ActiveNode active, DetailSite view) {
        this.active = active;
        this.view = view;
        item = new CTabItem(tabs, SWT.NONE);
        item.setText(contribution.label().replace("&", "&&"));
        place = new ContributedPlace<>(tabs, contribution, (tab, parent) -> tab.create(parent, this));
        item.setControl(place.control());
    }

    /** What it is to show, once it is chosen. */
    void show(ShownRecord record) {
        due = Optional.of(record);
    }

    /** The call shown goes on; tabs that this is no news for stay as they are. */
    void goOn(ShownRecord now) {
        if (due.isPresent() || place.part().filter(tab -> read.filter(before -> !tab.isNews(before, now)).isEmpty()).isPresent())
            due = Optional.of(now);
    }

    /** Shows what it is to show, and its bar. */
    void chosen() {
        due.ifPresent(record -> {
            due = Optional.empty();
            read = Optional.of(record);
            place.show(tab -> tab.read(record, record.fromFile() ? Optional.empty() : active.node()));
        });
        ((StackLayout) view.bars().getLayout()).topControl = bar.map(Control.class::cast).orElse(null);
        bar.ifPresent(b -> b.setVisible(true));
        view.bars().setVisible(bar.isPresent());
        view.bars().layout();
    }

    /** @return false where nothing in it took the keyboard */
    boolean setFocus() {
        return place.part().filter(RecordTab::setFocus).isPresent();
    }

    void dispose() {
        bar.ifPresent(Control::dispose);
        item.dispose();
        place.control().dispose();
    }

    @Override
    public Composite bar() {
        return bar.orElseGet(() -> {
            var made = new Composite(view.bars(), SWT.NONE);
            made.setLayout(new FillLayout());
            bar = Optional.of(made);
            return made;
        });
    }

    @Override
    public NodeJobs jobs() {
        return view.jobs();
    }

    @Override
    public void showCalls(String query) {
        view.showCalls(query);
    }
}
