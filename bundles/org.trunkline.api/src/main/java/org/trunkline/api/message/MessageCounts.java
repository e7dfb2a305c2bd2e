package org.trunkline.api.message;

/**
 * Text messages of a node, since its start.
 *
 * @param perSecond delivered in the last seconds
 * @param delivered to phones and trunks, stored ones included
 * @param stored because the recipient was away
 * @param refused with an error
 * @param waiting stored now
 */
public record MessageCounts(double perSecond, long delivered, long stored, long refused, long waiting) {
    public static final MessageCounts NONE = new MessageCounts(0, 0, 0, 0, 0);
}
