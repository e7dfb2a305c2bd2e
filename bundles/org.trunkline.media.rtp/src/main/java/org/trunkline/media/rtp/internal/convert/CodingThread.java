package org.trunkline.media.rtp.internal.convert;

/** Where sound is encoded and decoded that takes longer than relaying may wait. */
public interface CodingThread {
    /** Does it where it is asked for: enough for G.711. */
    CodingThread HERE = new CodingThread() {
        @Override
        public boolean offer(Runnable task) {
            task.run();
            return true;
        }

        @Override
        public void last(Runnable end) {
            end.run();
        }
    };

    /** @return false where too much waits already */
    boolean offer(Runnable task);

    /** Frees what a stream held; done as soon as the task at work is, and before those that wait. */
    void last(Runnable end);
}
