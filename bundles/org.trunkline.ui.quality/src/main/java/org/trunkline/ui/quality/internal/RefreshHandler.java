package org.trunkline.ui.quality.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.ui.handlers.HandlerUtil;

/** Reads the charts' figures again. */
public final class RefreshHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        MPart part = HandlerUtil.getActivePartChecked(event).getSite().getService(MPart.class);
        if (part != null && part.getObject() instanceof QualityPart quality)
            quality.view().reload();
        return null; // as AbstractHandler asks
    }
}
