package org.trunkline.examples.crm.desk;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import org.eclipse.jface.notifications.NotificationPopup;
import org.eclipse.swt.widgets.Display;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.api.Watch;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.extension.Contact;

/** Shows the name of a caller who is in the CRM, while the phone rings. */
@Component(service = CallPopup.class, immediate = true)
public final class CallPopup {
    private static final Watch NONE = () -> { };

    private final ExecutorService lookups;
    private final Consumer<Contact> shown;
    private final CrmContacts contacts = new CrmContacts();
    private final Watch nodes;
    /** Calls that were there when last told; written by the thread of the watch. */
    private volatile Set<CallId> seen = Set.of();
    private Watch calls = NONE;
    private boolean closed;

    @Activate
    public CallPopup(@Reference ActiveNode active) {
        this(active, Executors.newSingleThreadExecutor(Thread.ofPlatform().name("crm-popup").daemon().factory()), CallPopup::show);
    }

    /** @param lookups closed with it @param shown given whom the CRM knows */
    CallPopup(ActiveNode active, ExecutorService lookups, Consumer<Contact> shown) {
        this.lookups = lookups;
        this.shown = shown;
        nodes = active.watchNode(this::look);
    }

    private synchronized void look(Optional<Node> node) {
        calls.close();
        calls = node.isEmpty() || closed ? NONE : node.get().calls().watch(list -> told(list, node.get()));
    }

    private void told(List<LiveCall> list, Node node) {
        var before = seen;
        var now = new HashSet<CallId>();
        for (var call : list) {
            now.add(call.id());
            if (call.direction() == Direction.INBOUND && call.answeredAt().isEmpty() && !before.contains(call.id()))
                call.from().number().ifPresent(number -> lookups.execute(() -> find(number, node)));
        }
        seen = Set.copyOf(now);
    }

    /** A CRM that does not answer is no reason to disturb anybody. */
    private void find(String number, Node node) {
        try {
            contacts.find(number, Optional.of(node)).ifPresent(shown);
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(CallPopup.class).debug("No name from the CRM: {}", e.getMessage());
        }
    }

    private static void show(Contact contact) {
        var title = ResourceBundle.getBundle("org.trunkline.examples.crm.desk.messages").getString("incoming");
        Display.getDefault().asyncExec(() -> NotificationPopup.forDisplay(Display.getDefault()).title(title, true).text(text(contact)).open());
    }

    static String text(Contact contact) {
        return contact.name() + (contact.detail().isEmpty() ? "" : "\n" + contact.detail()) + "\n" + contact.number();
    }

    @Deactivate
    synchronized void close() {
        closed = true;
        nodes.close();
        calls.close();
        lookups.shutdownNow();
    }
}
