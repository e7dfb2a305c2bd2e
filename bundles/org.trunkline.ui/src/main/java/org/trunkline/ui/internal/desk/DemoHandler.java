package org.trunkline.ui.internal.desk;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.DemoTraffic;
import org.trunkline.api.node.DemoTraffic.DemoRefusedException;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.internal.StatusWords;

/** Starts the demo traffic on the embedded node, or stops it; shows Operations. */
public final class DemoHandler extends AbstractHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DemoHandler.class);

    private final Texts texts = Texts.of(StatusWords.class);

    @Override
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        Optional<DemoTraffic> demo = Optional.ofNullable(window.getWorkbench().getService(DemoTraffic.class));
        if (demo.isEmpty()) {
            StatusWords.error(window, texts.get("demo.none"));
            return null; // what the framework asks for
        }
        window.getWorkbench().getService(ActiveNode.class).useEmbedded();
        show(window);
        Job.create(texts.get("demo.job"), monitor -> {
            Optional<String> problem = toggle(demo.get());
            boolean running = demo.get().running();
            UiThread.post(window.getShell(), () -> problem.ifPresentOrElse(p -> StatusWords.error(window, p),
                    () -> StatusWords.say(window, texts.get(running ? "demo.running" : "demo.stopped"))));
            return Status.OK_STATUS;
        }).schedule();
        return null; // what the framework asks for
    }

    private static Optional<String> toggle(DemoTraffic demo) {
        try {
            if (demo.running())
                demo.stop();
            else
                demo.start();
            return Optional.empty();
        } catch (DemoRefusedException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void show(IWorkbenchWindow window) {
        try {
            window.getWorkbench().showPerspective(DeskAdvisor.OPERATIONS, window);
        } catch (WorkbenchException e) {
            LOG.error("Operations cannot be shown", e);
        }
    }
}
