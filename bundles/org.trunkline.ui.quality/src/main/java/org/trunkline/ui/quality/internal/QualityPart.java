package org.trunkline.ui.quality.internal;

import java.time.InstantSource;

import jakarta.inject.Inject;

import org.eclipse.e4.ui.di.Focus;
import org.eclipse.e4.ui.di.PersistState;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.quality.internal.model.QualityRange;
import org.trunkline.ui.search.CdrNavigator;

/** The view of call quality. */
public final class QualityPart {
    public static final String ID = "org.trunkline.ui.quality.charts";
    private static final String RANGE = "range";

    private final QualityView view;

    @Inject
    public QualityPart(Composite parent, ActiveNode active, CdrNavigator navigator, MPart part) {
        view = new QualityView(parent, active, Texts.of(QualityPart.class), Formats.ofPreferences(),
                InstantSource.system(), QualityRange.ofName(part.getPersistedState().getOrDefault(RANGE, "")),
                navigator::showCalls);
    }

    @Focus
    void focus() {
        view.setFocus();
    }

    @PersistState
    void persist(MPart part) {
        part.getPersistedState().put(RANGE, view.range().name());
    }

    QualityView view() {
        return view;
    }
}
