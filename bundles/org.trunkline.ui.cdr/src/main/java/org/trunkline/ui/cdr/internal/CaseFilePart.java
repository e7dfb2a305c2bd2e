package org.trunkline.ui.cdr.internal;

import jakarta.inject.Inject;

import org.eclipse.e4.ui.di.Focus;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.export.CaseFile;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.details.CallDetailsView;
import org.trunkline.ui.cdr.internal.widget.RichText;

/** The view of a case file; needs no node. */
public final class CaseFilePart {
    public static final String ID = "org.trunkline.ui.cdr.case";

    private final CallDetailsView view;

    @Inject
    public CaseFilePart(Composite parent, ActiveNode active, MPart part) {
        view = new CallDetailsView(parent, active, Texts.of(RichText.class), Formats.ofPreferences(),
                part::setLabel, query -> { });
    }

    void open(CaseFile file) {
        view.show(file);
    }

    @Focus
    void focus() {
        view.setFocus();
    }
}
