package org.trunkline.ui.plugins.internal.desk;

/** Installs the parts that the desk had, before the workbench reads which views there are. */
public final class StoredParts implements Runnable {
    @Override
    public void run() {
        DeskParts.ofWorkspace().restore();
    }
}
