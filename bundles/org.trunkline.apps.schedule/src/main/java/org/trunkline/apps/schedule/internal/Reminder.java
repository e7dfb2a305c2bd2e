package org.trunkline.apps.schedule.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.message.SubscriberMessages;
import org.trunkline.api.message.SubscriberMessages.Draft;
import org.trunkline.spi.LocalizedText;

/** Sends subscribers a text message before their scheduled call, from the number that it calls. One thread at a time. */
final class Reminder {
    private static final Logger LOG = LoggerFactory.getLogger(Reminder.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final LocalizedText TEXT = LocalizedText.of("%2$s: %1$s. Your phone rings then. To join now, call %3$s.",
            "%2$s: %1$s. Din telefon ringer då. Ring %3$s för att delta redan nu.", "%2$s：%1$s。届时您的电话会振铃。如需立即加入，请拨打 %3$s。",
            "%2$s: %1$s. Telepon Anda berdering saat itu. Untuk bergabung sekarang, hubungi %3$s.");

    private final List<Due> waiting = new ArrayList<>();

    private record Due(ScheduledCall call, String subscriber, Instant at) {}

    /**
     * @param calls that there are now
     * @param looked when it was looked last
     * @param by empty while the node has none
     */
    void look(List<ScheduledCall> calls, Instant looked, Instant now, List<SubscriberMessages> by) {
        for (var call : calls) {
            Duration before = call.notices().remind();
            if (!before.isZero()) {
                Instant after = looked.plus(before);
                call.due(after.isBefore(now) ? now : after, now.plus(before)).ifPresent(at -> call.subscribers()
                        .forEach(subscriber -> waiting.add(new Due(call, subscriber, at))));
            }
        }
        waiting.removeIf(due -> !calls.contains(due.call()) || !now.isBefore(due.at()) || by.stream().findFirst().filter(sender -> sent(due, sender)).isPresent());
    }

    /** @return whether there is nothing more to do for it */
    private static boolean sent(Due due, SubscriberMessages by) {
        var call = due.call();
        String time = TIME.format(due.at().atZone(call.when().zone()));
        String text = TEXT.in(call.notices().language()).formatted(call.notices().title(), time, call.number());
        try {
            if (!by.send(new Draft(due.subscriber(), call.number(), call.notices().title(), text, due.at())))
                LOG.debug("no reminder of the scheduled call {} to {}: there is no such subscriber", call.name(), due.subscriber());
            return true;
        } catch (NodeUnavailableException e) {
            return false; // until the call itself is due
        }
    }
}
