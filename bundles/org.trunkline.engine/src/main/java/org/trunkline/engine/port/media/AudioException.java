package org.trunkline.engine.port.media;

/** Something cannot be played or recorded; the message says what is wrong with it. */
public class AudioException extends Exception {
    private static final long serialVersionUID = 1L;

    public AudioException(String message) {
        super(message);
    }
}
