package org.trunkline.apps.schedule.internal.invite;

import org.trunkline.apps.schedule.internal.RepeatLabel;
import org.trunkline.apps.schedule.internal.invite.Outgoing.Kind;
import org.trunkline.domain.schedule.Recurrence;
import org.trunkline.domain.schedule.Repeat;
import org.trunkline.spi.LocalizedText;

/** The words of mails about a scheduled call, in the language that its entry names. */
final class InvitationText {
    private static final LocalizedText TIME = LocalizedText.of("Time", "Tid", "时间", "Waktu");
    private static final LocalizedText NUMBER = LocalizedText.of("Number", "Nummer", "号码", "Nomor");
    private static final LocalizedText JOIN = LocalizedText.of("Call %s at that time to join.", "Ring %s vid den tiden för att delta.",
            "请在该时间拨打 %s 加入。", "Hubungi %s pada waktu itu untuk bergabung.");
    private static final LocalizedText INVITATION = LocalizedText.of("Invitation: %s", "Inbjudan: %s", "邀请：%s", "Undangan: %s");
    private static final LocalizedText CHANGE = LocalizedText.of("Changed: %s", "Ändrat: %s", "已更改：%s", "Diubah: %s");
    private static final LocalizedText CANCELLATION = LocalizedText.of("Cancelled: %s", "Inställt: %s", "已取消：%s", "Dibatalkan: %s");
    private static final LocalizedText NOT_HELD = LocalizedText.of("This call does not take place, or you are no longer invited.",
            "Samtalet blir inte av, eller så är du inte längre inbjuden.", "此通话不再举行，或您不再受邀。",
            "Panggilan ini tidak jadi, atau Anda tidak lagi diundang.");

    private InvitationText() {}

    private static String say(LocalizedText text, Event event, Object... values) {
        return text.in(event.language()).formatted(values);
    }

    static String subject(Kind kind, Event event) {
        return say(switch (kind) {
            case INVITATION -> INVITATION;
            case CHANGE -> CHANGE;
            case CANCELLATION -> CANCELLATION;
        }, event, event.title());
    }

    /** Plain text, with lines ended by {@code \n}. */
    static String of(Kind kind, Event event) {
        String time = say(TIME, event) + ": " + Recurrence.text(event.when().first()) + " (" + event.when().zone().getId() + ")";
        String again = event.when().repeat() == Repeat.ONCE ? "" : ", " + RepeatLabel.of(event.when().repeat()).in(event.language());
        String head = event.title() + "\n\n" + time + again + "\n";
        return head + (kind == Kind.CANCELLATION ? "\n" + say(NOT_HELD, event) : description(event)) + "\n";
    }

    /** Of the event in a calendar. */
    static String description(Event event) {
        return say(NUMBER, event) + ": " + event.number() + InvitationMail.uri(event.number()).map(uri -> "\n" + uri).orElse("") + "\n\n"
                + say(JOIN, event, event.number());
    }
}
