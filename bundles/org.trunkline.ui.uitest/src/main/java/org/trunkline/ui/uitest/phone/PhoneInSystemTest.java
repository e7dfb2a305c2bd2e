package org.trunkline.ui.uitest.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.eclipse.jface.preference.PreferenceDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.TrayItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.trunkline.phone.control.KeyAction;
import org.trunkline.ui.CallLinks;
import org.trunkline.ui.uitest.Desk;
import org.trunkline.ui.uitest.Keys;

/** The phone outside its window: the keys for all programs, the tray, and links of other programs. */
class PhoneInSystemTest {
    @RegisterExtension
    final PhoneDesk desk = new PhoneDesk();
    private final FakePhone phone = desk.phone;

    @Test
    void aKeyForAllProgramsIsChosenAndTheSystemMayRefuseIt() {
        PhoneDesk.becomePhoneOfAnna();
        PreferenceDialog dialog = PhoneDesk.preferences();
        Text answer = Desk.field(Text.class, "controls.answer");
        Button headset = Desk.field(Button.class, "controls.headset");
        Desk.ui(answer::forceFocus);
        Keys.press(SWT.F8);
        Desk.ui(headset::forceFocus);
        Desk.awaitWords("F8 does not work because another program has it. Choose another key.\nJabra Evolve: buttons and lamps are in use.");
        Desk.picture("phone-keys");
        Desk.ui(answer::forceFocus);
        Desk.await("no key while one is typed", () -> phone.controls().state().choice().keys().isEmpty());
        PhoneDesk.press(answer, SWT.BS);
        PhoneDesk.press(answer, SWT.F9);
        Desk.ui(headset::forceFocus);
        Desk.await("another key", () -> phone.controls().state().choice().keys().equals(Map.of(KeyAction.ANSWER, "F9")));
        Desk.awaitWords("Jabra Evolve: buttons and lamps are in use.");
        Desk.click(Desk.find(Button.class, "of the preferences", b -> b == dialog.getShell().getDefaultButton()));
        PreferenceDialog again = PhoneDesk.preferences();
        Text stored = Desk.field(Text.class, "controls.answer");
        assertEquals("F9", Desk.ui(() -> stored.getText()));
        Desk.ui(stored::forceFocus);
        PhoneDesk.press(stored, SWT.BS);
        Desk.await("no key", () -> phone.controls().state().choice().keys().isEmpty());
        Desk.click(Desk.find(Button.class, "to leave it", b -> b.getText().equals("Cancel") && b.getShell() == again.getShell()));
        Desk.await("the stored key", () -> phone.controls().state().choice().keys().equals(Map.of(KeyAction.ANSWER, "F9")));
    }

    private static TrayItem inTray() {
        return Desk.ui(() -> Display.getDefault().getSystemTray().getItem(0));
    }

    @Test
    void theTrayHasTheStateOfThePhone() {
        assertEquals(0, Desk.ui(() -> Display.getDefault().getSystemTray().getItemCount()));
        PhoneDesk.becomePhoneOfAnna();
        Desk.await("the sign", () -> Display.getDefault().getSystemTray().getItemCount() == 1);
        var tray = inTray();
        Desk.await("the state", () -> tray.getToolTipText().startsWith("Phone: ready"));
        Image idle = Desk.ui(tray::getImage);
        String id = phone.rings("+46701234567", "Cecilia");
        Desk.await("who calls", () -> tray.getToolTipText().equals("Cecilia  +46701234567: Is calling you"));
        Image ringing = Desk.ui(tray::getImage);
        assertNotSame(idle, ringing);
        phone.answer(id);
        Desk.await("who is talked to", () -> tray.getToolTipText().equals("Cecilia  +46701234567: Talking"));
        assertNotSame(ringing, Desk.ui(tray::getImage));
        phone.over();
        Desk.command("org.trunkline.ui.phone.messages", Map.of()); // in the list of calls it would be seen at once
        phone.hangUp(phone.rings("+46701234567", "Cecilia"));
        Desk.await("a missed call", () -> tray.getToolTipText().endsWith(" missed call") || tray.getToolTipText().endsWith(" missed calls"));
        Desk.perspective("operations");
        Desk.ui(() -> tray.notifyListeners(SWT.Selection, new Event()));
        Desk.await("the phone", () -> Desk.window().getActivePage().getActivePart().getSite().getId().equals("org.trunkline.ui.phone.lines"));
        Desk.perspective("phone");
        desk.removeAccounts();
        Desk.await("no sign", () -> Display.getDefault().getSystemTray().getItemCount() == 0);
    }

    /** A page of the web could call a premium number otherwise. */
    @Test
    void aLinkOfAnotherProgramCallsAfterAQuestion() {
        PhoneDesk.becomePhoneOfAnna();
        var links = CallLinks.ofWorkspace();
        assertTrue(links.offer(List.of("tel:+46-70-123-45-67")));
        Desk.awaitWords("Another program wants to call +46701234567. Call?");
        Desk.picture("phone-link");
        Desk.click(Desk.button("Cancel"));
        Desk.await("no question", () -> !Desk.shows("Another program wants to call"));
        assertEquals(List.of(), phone.state().lines());
        assertFalse(links.offer(List.of("http://example.org/")));
        assertTrue(links.offer(List.of("sip:bo@127.0.0.1")));
        Desk.awaitWords("Another program wants to call");
        Desk.click(Desk.find(Button.class, "of the question", b -> b.getText().equals("&Call") && b.getShell() != Desk.window().getShell()));
        Desk.await("the call", () -> phone.state().lines().size() == 1);
        assertEquals("sip:bo@127.0.0.1", phone.state().lines().getFirst().number());
    }
}
