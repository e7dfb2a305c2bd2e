package org.trunkline.plugin.internal.link;

/**
 * How values of one type are checked, written and read. <b>Threads:</b> any.
 *
 * <p>Only the types that a signature names can be read: no class is looked up by a name that arrives.
 */
public interface Shape {
    /** @param value not null, of this type */
    void write(Object value, FrameWriter out);

    /** @throws IllegalArgumentException if what arrived is no such value */
    Object read(FrameReader in);

    /**
     * Checks a value that a plug-in made, to be called on a thread of the plug-in.
     *
     * @return the same value where it cannot change, else a copy whose classes are all the product's
     * @throws IllegalArgumentException if it is null, of another type, or too large
     */
    Object accept(Object value, Allowance allowance);
}
