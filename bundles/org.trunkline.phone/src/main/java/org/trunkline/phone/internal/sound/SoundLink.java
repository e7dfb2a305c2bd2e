package org.trunkline.phone.internal.sound;

import org.trunkline.phone.internal.child.SoundMessage;

/** A sound process, from this side. */
interface SoundLink {
    /** To a process that is gone it does nothing; its {@code ended} says so. */
    void send(SoundMessage message);

    /** Lets it end. */
    void stop();

    void kill();
}
