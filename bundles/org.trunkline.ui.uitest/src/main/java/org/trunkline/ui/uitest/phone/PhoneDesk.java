package org.trunkline.ui.uitest.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.jface.preference.PreferenceDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.phone.Phone;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.uitest.Desk;

/** A desk whose node and phone the test plays; none of them is there after it. */
final class PhoneDesk implements BeforeEachCallback, AfterEachCallback {
    private static final String PAGE = "org.trunkline.ui.phone.preferences";

    final FakeNode node = new FakeNode();
    final FakePhone phone = new FakePhone();
    private ServiceRegistration<Node> nodes;
    private ServiceRegistration<Phone> phones;

    /** Subscribers are anna and bo. */
    @Override
    public void beforeEach(ExtensionContext test) throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "Anna Å", true, CallHandling.PLAIN, Srtp.OFFER));
        node.subscribers().create(new Subscriber("bo", Secret.of("a-good-one"), "Bo Bo", true, CallHandling.PLAIN, Srtp.OFFER));
        node.status(listening(node.status(), List.of("udp 127.0.0.1:5060", "ws 127.0.0.1:5066")));
        BundleContext context = FrameworkUtil.getBundle(PhoneDesk.class).getBundleContext();
        nodes = context.registerService(Node.class, node, null);
        phones = context.registerService(Phone.class, phone, FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, 100)));
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
        Desk.perspective("phone");
    }

    @Override
    public void afterEach(ExtensionContext test) {
        phone.over();
        removeAccounts();
        phones.unregister();
        nodes.unregister();
        Desk.perspective("operations");
    }

    private static NodeStatus listening(NodeStatus s, List<String> listeners) {
        return new NodeStatus(s.version(), s.startedAt(), s.draining(), listeners, s.realm(), s.callsNow(), s.callsPerSecond(), s.callsTotal(),
                s.asr(), s.registrations(), s.recordsWritten(), s.recordsBehind(), s.diskFreeBytes(), s.diskTotalBytes(), s.heapUsedBytes(),
                s.heapMaxBytes(), s.mediaPortsUsed(), s.mediaPortsTotal(), s.trunks(), s.alarms());
    }

    static PreferenceDialog preferences() {
        return Desk.ui(() -> {
            var made = PreferencesUtil.createPreferenceDialogOn(Desk.window().getShell(), PAGE, null, null);
            made.setBlockOnOpen(false);
            made.open();
            return made;
        });
    }

    /** By the preferences, as a user does. */
    void removeAccounts() {
        PreferenceDialog dialog = preferences();
        Table accounts = Desk.find(Table.class, "of accounts", t -> t.getColumnCount() == 2 && t.getShell() == dialog.getShell());
        while (Desk.ui(accounts::getItemCount) > 0)
            Desk.click(Desk.find(Button.class, "to remove", b -> b.getText().equals("&Remove") && b.isEnabled()));
        Desk.picture("phone-preferences");
        Desk.click(Desk.find(Button.class, "of the preferences", b -> b == dialog.getShell().getDefaultButton()));
        Desk.await("no accounts", () -> phone.accounts().isEmpty());
    }

    /** From the empty view in two actions. */
    static void becomePhoneOfAnna() {
        Desk.awaitWords("This desk is not a phone yet.");
        Desk.picture("phone-empty");
        Desk.click(Desk.button("&Use this desk as a phone of…"));
        Combo subscriber = Desk.field(Combo.class, "subscriber.name");
        Desk.await("the subscribers", () -> subscriber.getItemCount() == 2);
        assertEquals("anna  Anna Å", Desk.ui(() -> subscriber.getItem(0)));
        Desk.picture("phone-subscriber");
        Desk.click(Desk.button("&Use"));
        Desk.awaitWords("Registered as anna@127.0.0.1");
    }

    static Shell popup() {
        return Desk.await("the pop-up", Duration.ofSeconds(30), () -> Desk.ui(() -> Stream.of(Display.getDefault().getShells())
                .filter(s -> s.isVisible() && s.getText().startsWith("Incoming call")).findFirst()));
    }

    static void press(Control control, int key) {
        Desk.ui(() -> {
            var event = new Event();
            event.keyCode = key;
            event.character = (key & SWT.KEYCODE_BIT) == 0 ? (char) key : 0;
            control.notifyListeners(SWT.KeyDown, event);
        });
    }

    /** How many different colours a picture has. */
    static int colours(ImageData data) {
        var found = new HashSet<Integer>();
        for (int y = 0; y < data.height; y += 4)
            for (int x = 0; x < data.width; x += 4)
                found.add(data.getPixel(x, y));
        return found.size();
    }
}
