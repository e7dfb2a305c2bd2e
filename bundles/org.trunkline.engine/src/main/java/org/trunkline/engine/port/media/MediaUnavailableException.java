package org.trunkline.engine.port.media;

/** No media port could be had: the range is used up, or the address cannot be bound. */
public class MediaUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public MediaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public MediaUnavailableException(String message) {
        super(message);
    }
}
