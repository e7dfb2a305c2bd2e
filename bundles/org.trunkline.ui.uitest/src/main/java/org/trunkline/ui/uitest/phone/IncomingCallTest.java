package org.trunkline.ui.uitest.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.Accessible;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleControlListener;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.accessibility.AccessibleListener;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.State;
import org.trunkline.ui.uitest.Desk;
import org.trunkline.ui.uitest.Keys;
import org.trunkline.ui.uitest.guest.GuestContacts;

/** Who calls: the pop-up, what a screen reader hears of it, and the answer. */
class IncomingCallTest {
    @RegisterExtension
    final PhoneDesk desk = new PhoneDesk();
    private final FakePhone phone = desk.phone;

    @Test
    void anIncomingCallLeavesTheKeyboardAndIsAnsweredByACommand() {
        PhoneDesk.becomePhoneOfAnna();
        Text dial = Desk.field(Text.class, "dial");
        Keys.begin();
        Desk.ui(() -> dial.setFocus());
        Control before = Desk.ui(() -> Display.getDefault().getFocusControl());
        String id = phone.rings("+46701234567", "Cecilia");
        Shell popup = PhoneDesk.popup();
        Desk.picture("phone-incoming");
        assertEquals("Incoming call: Cecilia  +46701234567", Desk.ui(popup::getText));
        assertSame(before, Desk.ui(() -> Display.getDefault().getFocusControl()));
        Desk.command("org.trunkline.ui.phone.answer", Map.of()); // its key goes to the pop-up under a test's display
        Desk.await("the answer", () -> phone.state().lines().getFirst().state() == State.TALKING);
        Desk.await("no pop-up", popup::isDisposed);
        String second = phone.rings("anna", "");
        PhoneDesk.popup();
        Desk.click(Desk.find(Button.class, "to decline", b -> b.getText().equals("&Decline") && b.getShell() != Desk.window().getShell()));
        Desk.await("declined", () -> phone.state().lines().getLast().state() == State.ENDED);
        assertTrue(phone.state().lines().getLast().id().equals(second));
        Desk.awaitWords("Call ended"); // or the command means the one that rings
        Desk.command("org.trunkline.ui.phone.hangUp", Map.of());
        Desk.await("hung up", () -> phone.state().lines().getFirst().state() == State.ENDED);
        assertEquals(id, phone.state().lines().getFirst().id());
    }

    /** What a screen reader is answered. */
    private static String spoken(Shell shell) {
        return Desk.ui(() -> {
            var event = new AccessibleEvent(shell.getAccessible());
            event.childID = ACC.CHILDID_SELF;
            listeners(shell, "accessibleListeners", AccessibleListener.class).forEach(listener -> listener.getName(event));
            return event.result;
        });
    }

    private static int role(Shell shell) {
        return Desk.ui(() -> {
            var event = new AccessibleControlEvent(shell.getAccessible());
            event.childID = ACC.CHILDID_SELF;
            listeners(shell, "accessibleControlListeners", AccessibleControlListener.class).forEach(listener -> listener.getRole(event));
            return event.detail;
        });
    }

    /** SWT has no way to ask as a screen reader does. */
    private static <L> List<L> listeners(Shell shell, String field, Class<L> type) {
        try {
            var all = Accessible.class.getDeclaredField(field);
            all.setAccessible(true);
            return ((List<?>) all.get(shell.getAccessible())).stream().map(type::cast).toList();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aScreenReaderHearsWhoCallsOnceTheContactIsFound() {
        PhoneDesk.becomePhoneOfAnna();
        String first = phone.rings("+46701234567", "Cecilia");
        assertEquals("Incoming call from Cecilia  +46701234567", spoken(PhoneDesk.popup()));
        phone.hangUp(first);
        Desk.await("no pop-up", () -> Desk.look(Button.class, b -> b.getText().equals("&Decline") && b.getShell() != Desk.window().getShell()).isEmpty());
        phone.rings("bo", "");
        Shell popup = PhoneDesk.popup();
        Desk.await("the name", () -> popup.getText().equals("Incoming call: Bo Bo  bo"));
        assertEquals("Incoming call from Bo Bo  bo", spoken(popup));
        assertEquals(ACC.ROLE_ALERT, role(popup));
    }

    private static Optional<Label> picture(Shell where) {
        return Desk.look(Label.class, label -> label.getShell() == where && label.getImage() != null
                && label.getImage().getBounds().equals(new Rectangle(0, 0, 48, 48)) && label.getSize().y >= 48);
    }

    @Test
    void thePictureOfTheContactIsInThePopUpAndInTheCall() {
        PhoneDesk.becomePhoneOfAnna();
        String stranger = phone.rings("+46701234567", "Cecilia");
        Shell plain = PhoneDesk.popup();
        assertTrue(Desk.ui(() -> picture(plain)).isEmpty());
        phone.hangUp(stranger);
        Desk.await("no pop-up", () -> Desk.look(Button.class, b -> b.getText().equals("&Decline") && b.getShell() != Desk.window().getShell()).isEmpty());
        String id = phone.rings(GuestContacts.NUMBER, "");
        Shell popup = PhoneDesk.popup();
        Desk.await("the name", () -> popup.getText().equals("Incoming call: Guest  " + GuestContacts.NUMBER));
        Desk.await("the picture", () -> picture(popup).isPresent());
        Desk.picture("phone-incoming-picture");
        phone.answer(id);
        Desk.await("no pop-up", popup::isDisposed);
        Desk.await("the picture in the view", () -> picture(Desk.window().getShell()).isPresent());
        Desk.picture("phone-talking-picture");
    }

    /** The pop-up never has the keyboard, and needs none. */
    @Test
    void theKeysOfTheKeyboardAnswerAndDecline() {
        PhoneDesk.becomePhoneOfAnna();
        Keys.begin();
        Desk.ui(() -> Desk.field(Text.class, "dial").setFocus());
        String first = phone.rings("+46701234567", "Cecilia");
        PhoneDesk.popup();
        Keys.strike(Keys.CONTROL, Keys.SHIFT, 'a');
        Desk.await("the answer", () -> phone.state().lines().getFirst().state() == State.TALKING);
        String second = phone.rings("bo", "Bo");
        PhoneDesk.popup();
        Desk.awaitWords("Is calling you");
        Keys.strike(Keys.CONTROL, Keys.SHIFT, 'h');
        Desk.await("the end of the one that rings", () -> phone.state().lines().getLast().state() == State.ENDED);
        assertEquals(List.of(first, second), phone.state().lines().stream().map(LineState::id).toList());
        assertEquals(State.TALKING, phone.state().lines().getFirst().state());
    }

    @Test
    void anIncomingCallIsSeenWhileTheDeskIsMinimized() {
        PhoneDesk.becomePhoneOfAnna();
        Shell window = Desk.ui(() -> Desk.window().getShell());
        Desk.ui(() -> window.setMinimized(true));
        try {
            Desk.await("nothing of the desk", () -> window.getMinimized() && colours(window.getBounds()) < 5);
            phone.rings("+46701234567", "Cecilia");
            Shell popup = PhoneDesk.popup();
            Desk.await("the pop-up on the screen", () -> colours(popup.getBounds()) > 5);
            assertTrue(Desk.ui(() -> window.getMinimized()));
            Desk.click(Desk.find(Button.class, "to answer", b -> b.getText().equals("&Answer") && b.getShell() == popup));
            Desk.await("the answer", () -> phone.state().lines().getFirst().state() == State.TALKING);
        } finally {
            Desk.ui(() -> window.setMinimized(false));
            Keys.begin();
        }
    }

    /** How many different colours the screen shows there. */
    private static int colours(Rectangle area) {
        var image = new Image(Display.getDefault(), area.width, area.height);
        var gc = new GC(Display.getDefault());
        gc.copyArea(image, area.x, area.y);
        gc.dispose();
        int found = PhoneDesk.colours(image.getImageData());
        image.dispose();
        return found;
    }
}
