package org.trunkline.ui.cdr.internal.saved;

import java.util.List;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;

/** The button of saved searches beside the search: choose one, save this one, see them all. UI thread. */
public final class SavedMenu {
    /** What the menu leads to. */
    public interface Choices {
        void search(Place place);

        /** Saves the search made now under a name. */
        void save();

        void manage();

        /** Keeps what is found now from retention and erasure. */
        void hold();
    }

    private final Texts texts;
    private final NodeJobs jobs;
    private final Choices choices;
    private final Button button;

    public SavedMenu(Composite parent, Texts texts, NodeJobs jobs, Choices choices) {
        this.texts = texts;
        this.jobs = jobs;
        this.choices = choices;
        button = new Button(parent, SWT.PUSH);
        button.setText(texts.get("saved.menu"));
        button.setToolTipText(texts.get("saved.menu.tip"));
        button.addListener(SWT.Selection, e -> read());
    }

    private void read() {
        jobs.read(texts.get("saved.reading"), (node, monitor) -> SavedPlaces.visible(node), this::open,
                failure -> open(List.of()));
    }

    private void open(List<SavedSearch> searches) {
        var menu = new Menu(button);
        var own = searches.stream().filter(s -> s.owner().equals(SavedPlaces.owner())).toList();
        own.forEach(s -> item(menu, s.name(), () -> choices.search(SavedPlaces.place(s))));
        var others = searches.stream().filter(s -> !own.contains(s)).toList();
        if (!own.isEmpty() && !others.isEmpty())
            new MenuItem(menu, SWT.SEPARATOR);
        others.forEach(s -> item(menu, texts.get("saved.menu.of", s.name(), s.owner()),
                () -> choices.search(SavedPlaces.place(s))));
        if (!searches.isEmpty())
            new MenuItem(menu, SWT.SEPARATOR);
        item(menu, texts.get("saved.menu.save"), choices::save);
        item(menu, texts.get("saved.menu.hold"), choices::hold);
        item(menu, texts.get("saved.menu.manage"), choices::manage);
        Point below = button.toDisplay(0, button.getSize().y);
        menu.setLocation(below);
        menu.addListener(SWT.Hide, e -> button.getDisplay().asyncExec(menu::dispose)); // after the item was told
        menu.setVisible(true);
    }

    private static void item(Menu menu, String text, Runnable action) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(text.replace("&", "&&"));
        item.addListener(SWT.Selection, e -> action.run());
    }
}
