package org.trunkline.sip.jain.internal.transaction;

/**
 * How many transactions one table may hold. Once it is full, new calls are refused at the door. Those let in before, and
 * emergency calls, may still ask for half as many more, and requests of calls in progress for twice as many in all: a
 * table full of targets that say nothing keeps nobody from hanging up.
 *
 * @param most until new calls are refused
 */
public record TransactionRoom(int most) {
    /** What refusals for want of it are counted as. */
    public static final String FULL = "transactions-full";

    public boolean full(int used) {
        return used >= most;
    }

    /** @param within a dialog, or a CANCEL */
    public boolean takes(int used, boolean within) {
        return used < (within ? 2L * most : most + most / 2L);
    }
}
