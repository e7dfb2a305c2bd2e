package org.trunkline.ui.contribution;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.StatePane;

/**
 * The place of one contribution with widgets: what it draws, or why it failed, with a button to try again. Nothing that it
 * throws leaves it. UI thread only.
 */
public final class ContributedPlace<T> {
    /** Work of the contribution off the UI thread; returns what then shows it. */
    @FunctionalInterface
    public interface Reading<T> {
        Runnable read(T part) throws Exception;
    }

    private final Contribution<T> contribution;
    private final BiConsumer<T, Composite> make;
    private final Composite place;
    private final StackLayout stack = new StackLayout();
    private Optional<T> part = Optional.empty();
    private Optional<Composite> content = Optional.empty();
    private Optional<Control> problem = Optional.empty();
    private Optional<Job> reading = Optional.empty();
    private int turn;

    /** @param make lets the part draw */
    public ContributedPlace(Composite parent, Contribution<T> contribution, BiConsumer<T, Composite> make) {
        this.contribution = contribution;
        this.make = make;
        place = new Composite(parent, SWT.NONE);
        place.setLayout(stack);
    }

    public Control control() {
        return place;
    }

    /** Empty where it was not made yet, or could not be. */
    public Optional<T> part() {
        return part;
    }

    /** Lets the part read and then show something; of several the last. Makes the part first. */
    public void show(Reading<T> next) {
        show(next, () -> { });
    }

    /** @param shown told after it was shown, or its failure was */
    public void show(Reading<T> next, Runnable shown) {
        int mine = ++turn;
        reading.ifPresent(Job::cancel);
        if (!made(next, shown))
            return;
        T from = part.orElseThrow();
        var job = Job.create(contribution.label(), (IProgressMonitor monitor) -> {
            perform(() -> next.read(from), show -> UiThread.post(place, () -> {
                if (mine == turn)
                    draw(show, next, shown);
            }), failure -> UiThread.post(place, () -> {
                if (mine == turn)
                    fail(failure, next, shown);
            }));
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
        reading = Optional.of(job);
    }

    private void perform(Callable<Runnable> read, Consumer<Runnable> done,
            Consumer<ContributionException> failed) {
        try {
            done.accept(contribution.guard(() -> NodeJobs.asAuthor(read)));
        } catch (ContributionException e) {
            failed.accept(e);
        }
    }

    private boolean made(Reading<T> next, Runnable shown) {
        if (part.isPresent())
            return true;
        var box = new Composite(place, SWT.NONE);
        box.setLayout(new FillLayout());
        try {
            T made = contribution.create();
            contribution.guard(() -> {
                make.accept(made, box);
                return made;
            });
            part = Optional.of(made);
            content = Optional.of(box);
            top(box);
            return true;
        } catch (ContributionException e) {
            box.dispose();
            fail(e, next, shown);
            return false;
        }
    }

    private void draw(Runnable show, Reading<T> next, Runnable shown) {
        try {
            contribution.guard(() -> {
                show.run();
                return place;
            });
            content.ifPresent(this::top);
            shown.run();
        } catch (ContributionException e) {
            fail(e, next, shown);
        }
    }

    private void fail(ContributionException e, Reading<T> next, Runnable shown) {
        var pane = new StatePane(place);
        pane.showEmpty(e.getMessage(), new PaneAction(Texts.of(ContributedPlace.class).get("contribution.retry"),
                () -> show(next, shown)));
        top(pane.control());
        problem = Optional.of(pane.control());
        shown.run();
    }

    private void top(Control control) {
        problem.filter(p -> p != control && !p.isDisposed()).ifPresent(Control::dispose);
        problem = Optional.empty();
        stack.topControl = control;
        place.layout(true, true);
    }
}
