package org.trunkline.ui.contribution;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.extension.Contact;

/**
 * Names of numbers in a table, from the contributed sources of contacts: asked in the background, kept for five minutes.
 * UI thread only.
 */
public final class ContactNames {
    private static final int MOST_KEPT = 2_000;
    private static final int MOST_WANTED = 200;
    private static final int AT_ONCE = 20;
    private static final int KEPT_MS = 300_000;

    private final Contacts contacts = new Contacts();
    private final NodeJobs jobs;
    private final Control owner;
    private final String title;
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Map<String, String> names = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_KEPT;
        }
    };
    private Runnable changed = () -> {};
    private boolean asking;

    /** @param owner of the table @param title of what is read */
    public ContactNames(NodeJobs jobs, Control owner, String title) {
        this.jobs = jobs;
        this.owner = owner;
        this.title = title;
        UiThread.every(owner, KEPT_MS, names::clear);
    }

    /** Told when names came. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** The number, with the name behind it once that is known. */
    public String beside(String number) {
        String name = nameOf(number);
        return name.isEmpty() ? number : number + "  " + name;
    }

    /** The name alone; empty until it is known. */
    public String nameOf(String number) {
        String name = names.get(number);
        if (name == null && !number.isBlank() && wanted.size() < MOST_WANTED && wanted.add(number))
            ask();
        return name == null ? "" : name;
    }

    private void ask() {
        if (asking)
            return;
        asking = true;
        UiThread.post(owner, this::askSome); // the rows of one painting together
    }

    private void askSome() {
        List<String> some = wanted.stream().limit(AT_ONCE).toList();
        jobs.read(title, (node, monitor) -> {
            var found = new HashMap<String, String>();
            for (String number : some)
                found.put(number, monitor.isCanceled() ? "" : contacts.find(number, Optional.of(node)).map(Contact::name)
                        .filter(name -> !name.equals(number)).orElse(""));
            return found;
        }, found -> told(some, found), failure -> told(some, Map.of()));
    }

    private void told(List<String> asked, Map<String, String> found) {
        asking = false;
        asked.forEach(number -> names.put(number, found.getOrDefault(number, "")));
        asked.forEach(wanted::remove);
        if (found.values().stream().anyMatch(name -> !name.isEmpty()))
            changed.run();
        if (!wanted.isEmpty())
            ask();
    }
}
