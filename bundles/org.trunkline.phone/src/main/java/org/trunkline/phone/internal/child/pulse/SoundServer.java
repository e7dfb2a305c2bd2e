package org.trunkline.phone.internal.child.pulse;

import java.util.List;
import java.util.Optional;

/** What {@link PulseStreams} asks of a sound server. Each method throws an IllegalStateException where the server is gone. On one thread. */
interface SoundServer extends AutoCloseable {
    /** @param id its name at the server */
    record Device(String id, String name) {}

    List<Device> loudspeakers();

    List<Device> microphones();

    /** @return whether it gives only silence because it is muted or its volume is 0; empty for one that is not there */
    Optional<Boolean> isMuted(String microphone);

    /** Streams of this process that are played. */
    List<Integer> playing();

    List<Integer> recording();

    /** @param loudspeaker its id; does nothing where stream or device is gone */
    void play(int stream, String loudspeaker);

    void record(int stream, String microphone);

    @Override
    void close();
}
