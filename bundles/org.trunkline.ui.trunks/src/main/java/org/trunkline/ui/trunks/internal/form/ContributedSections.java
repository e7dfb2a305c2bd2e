package org.trunkline.ui.trunks.internal.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.node.Node;
import org.trunkline.ui.contribution.ContributedPlace;
import org.trunkline.ui.contribution.Contribution;
import org.trunkline.ui.contribution.Contributions;
import org.trunkline.ui.extension.EditedEntry;
import org.trunkline.ui.extension.EditorSection;
import org.trunkline.ui.trunks.internal.model.Kind;

/** The sections that bundles contribute to the form of a kind, after its fields. UI thread only. */
final class ContributedSections {
    static final String POINT = "editorSections";

    private final Composite page;
    private final Kind kind;
    private final int width;
    private final Runnable resized;
    private final List<Composite> frames = new ArrayList<>();
    private final List<ContributedPlace<EditorSection>> places = new ArrayList<>();

    /** @param resized told when one may have become taller */
    ContributedSections(Composite page, Kind kind, int width, Runnable resized) {
        this.page = page;
        this.kind = kind;
        this.width = width;
        this.resized = resized;
        Contributions.watch(POINT, page, this::make);
        make();
    }

    private void make() {
        frames.forEach(Composite::dispose);
        frames.clear();
        places.clear();
        Contributions.of(POINT, "section", EditorSection.class).stream().filter(this::isForKind).forEach(this::add);
        resized.run();
    }

    private boolean isForKind(Contribution<?> section) {
        return Arrays.stream(section.attribute("kinds").orElse("").split(",")).map(String::strip).anyMatch(kind.code()::equals);
    }

    private void add(Contribution<EditorSection> section) {
        var frame = new Composite(page, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(10, 3).margins(0, 4).applyTo(frame);
        GridDataFactory.swtDefaults().align(SWT.BEGINNING, SWT.BEGINNING).applyTo(frame);
        var head = new Label(frame, SWT.NONE);
        head.setText(section.label().replace("&", "&&"));
        head.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        var place = new ContributedPlace<>(frame, section, EditorSection::create);
        GridDataFactory.fillDefaults().hint(width, SWT.DEFAULT).applyTo(place.control());
        frames.add(frame);
        places.add(place);
    }

    /** Lets them show an entry. */
    void show(EditedEntry entry, Optional<Node> node) {
        places.forEach(place -> place.show(section -> section.read(entry, node), resized));
    }
}
