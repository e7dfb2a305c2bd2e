package org.trunkline.ui;

import org.eclipse.ui.ISaveablePart;

/** A part whose content is saved where it is, under its own name, and asked about when it closes unsaved. */
public interface SavedInPlace extends ISaveablePart {
    @Override
    default void doSaveAs() {
        throw new UnsupportedOperationException("it is saved under its own name");
    }

    @Override
    default boolean isSaveAsAllowed() {
        return false;
    }

    @Override
    default boolean isSaveOnCloseNeeded() {
        return true;
    }
}
