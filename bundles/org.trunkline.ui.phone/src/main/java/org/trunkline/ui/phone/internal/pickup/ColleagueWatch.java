package org.trunkline.ui.phone.internal.pickup;

import java.util.List;
import java.util.Optional;

import org.eclipse.swt.widgets.Shell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeWatch;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/**
 * Lamps of those whose ringing calls the user of this desk can pick up, whatever is shown: the colleagues of the account that calls,
 * where its node is the one shown. <b>Threads:</b> the UI thread.
 */
public final class ColleagueWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ColleagueWatch.class);

    private final NodeJobs jobs;
    private final DeskPhone phone;
    private final String reading;
    private Optional<String> user = Optional.empty();

    /** As long as the window is open. @param reading name of the job that reads them */
    public ColleagueWatch(Shell window, ActiveNode active, DeskPhone phone, String reading) {
        jobs = new NodeJobs(active, window);
        this.phone = phone;
        this.reading = reading;
        var nodes = new NodeWatch(active, node -> node.watchConfiguration(() -> UiThread.post(window, this::read)));
        var accounts = phone.follow(_ -> UiThread.post(window, () -> {
            if (!user.equals(phone.ownUser()))
                read();
        }));
        window.addDisposeListener(_ -> {
            nodes.close();
            accounts.close();
        });
    }

    private void read() {
        user = phone.ownUser();
        user.ifPresentOrElse(own -> jobs.read(reading, (node, _) -> Colleagues.of(node, own), phone.lamps()::watch,
                failure -> LOG.debug("colleagues are not known: {}", failure.message())), () -> phone.lamps().watch(List.of()));
    }
}
