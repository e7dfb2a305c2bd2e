package org.trunkline.api.node;

/** Made-up carriers, subscribers and calls on the embedded node. <b>Threads:</b> any but the UI thread. */
public interface DemoTraffic {
    boolean running();

    /**
     * Sets up trunks, numbers, subscribers and routes where they are missing, then places about one call a second.
     * Again does nothing.
     *
     * @throws DemoRefusedException where it would overwrite something that is not its own, or the node cannot be reached
     */
    void start() throws DemoRefusedException;

    /** Ends the calls and places no more; the entries stay. */
    void stop();

    /** The demo cannot start; the message says what to do. */
    final class DemoRefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        public DemoRefusedException(String message) {
            super(message);
        }
    }
}
