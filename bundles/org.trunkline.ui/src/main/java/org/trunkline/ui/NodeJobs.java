package org.trunkline.ui;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
 * owner is disposed; a job that was cancelled tells neither its result nor its failure.
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
        return start(title, true, task, new Outcome<>(done, failed, () -> { }));
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
        return run(title, task, done, failed, () -> { });
    }

    /** @param cancelled told on the UI thread where the job was cancelled, whatever its task did all the same */
    public <T> Job run(String title, NodeTask<T> task, Consumer<T> done, Consumer<Failure> failed, Runnable cancelled) {
        return start(title, false, task, new Outcome<>(done, failed, cancelled));
    }

    /** As {@link #read} for work that does not need the node shown: on several nodes, or none. */
    public <T> Job apart(String title, ApartTask<T> task, Consumer<T> done, Consumer<Failure> failed) {
        var job = Job.create(title, (IProgressMonitor monitor) -> perform(title, task, new Outcome<>(done, failed, () -> { }), monitor));
        job.setSystem(true);
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
        return job;
    }

    /** Work that finds its nodes itself. */
    @FunctionalInterface
    public interface ApartTask<T> {
        /** @throws Exception whatever the api throws */
        T run(IProgressMonitor monitor) throws Exception;
    }

    /** Who is told, once, and by one of them. */
    private record Outcome<T>(Consumer<T> done, Consumer<Failure> failed, Runnable cancelled) {}

    private <T> Job start(String title, boolean system, NodeTask<T> task, Outcome<T> outcome) {
        var job = Job.create(title, (IProgressMonitor monitor) -> perform(title, m -> {
            Optional<Node> node = active.node();
            if (node.isEmpty())
                throw new NodeUnavailableException("", List.of(), unreachable(active.state()));
            return Author.as(AUTHOR, () -> task.run(node.get(), m));
        }, outcome, monitor));
        job.setSystem(system);
        job.setPriority(system ? Job.INTERACTIVE : Job.SHORT);
        job.schedule();
        return job;
    }

    /** The border: a bug in a task must not end the desk, so it is broadly caught, logged and shown. */
    private <T> IStatus perform(String title, ApartTask<T> task, Outcome<T> outcome, IProgressMonitor monitor) {
        try {
            T result = task.run(monitor);
            deliver(monitor, outcome, () -> outcome.done().accept(result));
        } catch (OperationCanceledException e) {
            UiThread.post(owner, outcome.cancelled());
            return Status.CANCEL_STATUS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            UiThread.post(owner, outcome.cancelled());
            return Status.CANCEL_STATUS;
        } catch (RuntimeException e) {
            LOG.error("{} failed", title, e);
            fail(monitor, outcome, e);
        } catch (Exception e) {
            LOG.debug("{}: {}", title, e.getMessage());
            fail(monitor, outcome, e);
        }
        return monitor.isCanceled() ? Status.CANCEL_STATUS : Status.OK_STATUS;
    }

    /** Does work under the name of the desk's user, for the node's audit. */
    public static <T> T asAuthor(Callable<T> work) throws Exception {
        return Author.as(AUTHOR, work::call);
    }

    private void fail(IProgressMonitor monitor, Outcome<?> outcome, Exception e) {
        var failure = new Failure(message(e), Instant.now(), e);
        deliver(monitor, outcome, () -> outcome.failed().accept(failure));
    }

    private static String message(Exception e) {
        if (e instanceof NodeUnavailableException away)
            return StateText.create().of(away);
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void deliver(IProgressMonitor monitor, Outcome<?> outcome, Runnable told) {
        UiThread.post(owner, () -> {
            if (monitor.isCanceled())
                outcome.cancelled().run();
            else
                told.run();
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
