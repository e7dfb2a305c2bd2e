package org.trunkline.ui.cdr.internal.search;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.swt.widgets.Control;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.SearchAnswer;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.UiThread;

/**
 * Reads an answer in a job and brings each part to the UI thread as soon as it is there.
 *
 * @param owner nothing is told once it is disposed
 * @param title of the job
 */
record SearchRunner(NodeJobs jobs, Control owner, String title) implements SearchSession.Runner {
    @Override
    public Watch ask(SearchRequest request, SearchSession.Answered answered) {
        var open = new AtomicReference<Optional<SearchAnswer>>(Optional.empty());
        var job = jobs.read(title, (node, monitor) -> {
            try (var answer = node.cdrs().search(request)) {
                open.set(Optional.of(answer));
                for (var part = answer.next(); part.isPresent() && !monitor.isCanceled(); part = answer.next())
                    tell(answered, part.get(), monitor);
                return request;
            }
        }, _ -> answered.whole(), answered::failed);
        return () -> {
            job.cancel();
            open.get().ifPresent(SearchAnswer::close);
        };
    }

    private void tell(SearchSession.Answered answered, SearchPart part, IProgressMonitor monitor) {
        UiThread.post(owner, () -> {
            if (!monitor.isCanceled())
                answered.part(part);
        });
    }
}
