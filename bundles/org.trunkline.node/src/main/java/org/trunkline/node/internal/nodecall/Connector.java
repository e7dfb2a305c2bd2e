package org.trunkline.node.internal.nodecall;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.media.Audio;

/** Calls a number as soon as the phone is answered, and lets its user hear where nobody is reached. */
final class Connector extends Commander {
    private static final String CONNECT = "connect";
    private static final String BUSY = "busy";
    private static final int BUSY_TURNS = 4;

    private final String number;

    Connector(String number) {
        this.number = number;
    }

    @Override
    public void on(ApplicationEvent event) {
        if (event instanceof ApplicationEvent.Answered)
            command(new ApplicationCommand.Bridge(CONNECT, number));
        else if (event instanceof ApplicationEvent.CommandFailed failed && failed.command().equals(CONNECT))
            command(new ApplicationCommand.Play(BUSY, new Audio.Tone("busy"), BUSY_TURNS));
        else if (event instanceof ApplicationEvent.CommandFailed || event instanceof ApplicationEvent.PlaybackEnded)
            command(new ApplicationCommand.HangUp("end", Cause.NORMAL));
    }
}
