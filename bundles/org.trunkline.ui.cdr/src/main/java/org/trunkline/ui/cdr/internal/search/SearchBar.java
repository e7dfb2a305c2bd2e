package org.trunkline.ui.cdr.internal.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Link;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.query.QueryComplaint;
import org.trunkline.ui.cdr.internal.query.SearchTrail;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.saved.SavedMenu;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.Palette;

/** What is asked for: back and forth, the query, the time, saved searches; below it what was not understood. UI thread. */
final class SearchBar {
    private final Texts texts;
    private final NodeJobs jobs;
    private final SearchSession session;
    private final Composite pane;
    private final Button back;
    private final Button forward;
    private final QueryBox box;
    private final RangeChooser range;
    private final Link problem;
    private Optional<String> suggestion = Optional.empty();

    /** @param search told of a text to search for @param down where Arrow down leads from the query */
    SearchBar(Composite parent, Texts texts, Formats formats, NodeJobs jobs, SearchSession session,
            SavedMenu.Choices saved, Consumer<String> search, Runnable down) {
        this.texts = texts;
        this.jobs = jobs;
        this.session = session;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        var top = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(7).margins(6, 6).spacing(4, 4).applyTo(top);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(top);
        back = arrow(top, SWT.LEFT, "search.back.tip", session::back);
        forward = arrow(top, SWT.RIGHT, "search.forward.tip", session::forward);
        box = new QueryBox(top, texts, this::complete, () -> session.trail().texts(), search, () -> session.search(""), down);
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).hint(200, SWT.DEFAULT)
                .applyTo(box.control());
        arrow(top, SWT.DOWN, "search.history.tip", box::showHistory);
        range = new RangeChooser(top, texts, session::search);
        var button = new Button(top, SWT.PUSH);
        button.setText(texts.get("search.button"));
        button.addListener(SWT.Selection, e -> search.accept(box.query()));
        new SavedMenu(top, texts, jobs, saved);
        problem = new Link(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).indent(12, 0).exclude(true).applyTo(problem);
        problem.setVisible(false);
        problem.addListener(SWT.Selection, e -> suggestion.ifPresent(session::search));
        Palette.follow(problem, palette -> problem.setForeground(palette.bad()));
    }

    Composite control() {
        return pane;
    }

    void setFocus() {
        box.control().setFocus();
    }

    private Button arrow(Composite parent, int direction, String tip, Runnable action) {
        var button = new Button(parent, SWT.ARROW | SWT.FLAT | direction);
        button.setToolTipText(texts.get(tip));
        AccessibleName.of(button, texts.get(tip));
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    private void complete(String text, int caret, Consumer<List<Completion>> found) {
        jobs.read(texts.get("search.completing"), (node, monitor) -> node.cdrs().complete(text, caret), found,
                failure -> found.accept(List.of()));
    }

    /** What the fields say now, searched or not. */
    Place typed() {
        Place searched = session.place();
        return box.query().equals(searched.text()) ? searched : session.placeOf(box.query());
    }

    /** Says what is searched. */
    void show(Place place) {
        box.fill(place.text());
        range.show(place);
        showProblem("");
        SearchTrail trail = session.trail();
        back.setEnabled(trail.canGoBack());
        forward.setEnabled(trail.canGoForward());
    }

    /** Puts back what was typed: the node did not answer. */
    void keep(Place place) {
        box.fill(place.text());
    }

    void refused(Place place, QueryException error) {
        suggestion = error.suggestion();
        box.fill(place.text());
        box.mark(Optional.of(error.position()));
        String text = escaped(QueryComplaint.of(error, texts));
        showProblem(suggestion.map(s -> text + "  " + texts.get("search.suggestion", escaped(s))).orElse(text));
    }

    private void showProblem(String text) {
        problem.setText(text);
        problem.setVisible(!text.isEmpty());
        ((GridData) problem.getLayoutData()).exclude = text.isEmpty();
        pane.getParent().layout(true, true);
    }

    private static String escaped(String text) {
        return text.replace("&", "&&").replace("<", "\u2039");
    }
}
