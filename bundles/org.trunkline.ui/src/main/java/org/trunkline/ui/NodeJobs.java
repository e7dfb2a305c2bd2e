package org.trunkline.ui;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.node.Node;

/**
 * Runs api calls as jobs and brings the outcome back to the UI thread, for one part. Nothing is called back once the
 * owner is disposed or the job is cancelled.
 */
public final class NodeJobs {
    private static final Logger LOG = LoggerFactory.getLogger(NodeJobs.class);

    /** Who sits here, for the node's audit. */
    private static final String AUTHOR = System.getProperty("user.name", "") + " (desk)";

    private final ActiveNode active;
    private final Control owner;

    public NodeJobs(ActiveNode active, Control owner) {
        this.active = active;
        this.owner = owner;
    }

    /** As {@link #run} for work that a table or a pane shows by itself: not in the progress view. */
    public <T> Job read(String title, NodeTask<T> task, Consumer<T> done, Consumer<Failure> failed) {
        return start(title, true, task, done, failed);
    }

    /**
     * Starts the work at once.
     *
     * @param title for the progress view: {@code Saving trunk Telia A}
     * @param done told the result on the UI thread
     * @param failed told on the UI thread
     * @return to cancel it
     */
    public <T> Job run(String title, NodeTask<T> task, Consumer<T> done, Consumer<Failure> failed) {
        return start(title, false, task, done, failed);
    }

    private <T> Job start(String title, boolean system, NodeTask<T> task, Consumer<T> done,
            Consumer<Failure> failed) {
        var job = Job.create(title, (IProgressMonitor monitor) -> perform(title, task, done, failed, monitor));
        job.setSystem(system);
        job.setPriority(system ? Job.INTERACTIVE : Job.SHORT);
        job.schedule();
        return job;
    }

    /** The border: a bug in a task must not end the desk, so it is broadly caught, logged and shown. */
    private <T> IStatus perform(String title, NodeTask<T> task, Consumer<T> done, Consumer<Failure> failed,
            IProgressMonitor monitor) {
        try {
            Optional<Node> node = active.node();
            if (node.isEmpty())
                throw new NodeUnavailableException(unreachable(active.state()));
            T result = Author.as(AUTHOR, () -> task.run(node.get(), monitor));
            deliver(monitor, () -> done.accept(result));
        } catch (OperationCanceledException e) {
            return Status.CANCEL_STATUS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Status.CANCEL_STATUS;
        } catch (RuntimeException e) {
            LOG.error("{} failed", title, e);
            fail(monitor, failed, e);
        } catch (Exception e) {
            LOG.debug("{}: {}", title, e.getMessage());
            fail(monitor, failed, e);
        }
        return monitor.isCanceled() ? Status.CANCEL_STATUS : Status.OK_STATUS;
    }

    private void fail(IProgressMonitor monitor, Consumer<Failure> failed, Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        var failure = new Failure(message, Instant.now(), e);
        deliver(monitor, () -> failed.accept(failure));
    }

    private void deliver(IProgressMonitor monitor, Runnable outcome) {
        UiThread.post(owner, () -> {
            if (!monitor.isCanceled())
                outcome.run();
        });
    }

    private static String unreachable(NodeState state) {
        var texts = Texts.of(NodeJobs.class);
        return switch (state.reach()) {
            case STARTING -> texts.get("node.starting");
            case LOST -> state.problem();
            case NONE -> texts.get("node.none");
            case UP -> texts.get("node.left");
        };
    }
}
