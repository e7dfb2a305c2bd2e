package org.trunkline.plugin.internal.link;

/** Takes records of one type apart and makes them, in a class generated for it: method handles that are not constants are slow. */
public interface RecordAccess {
    /** @param record of the type @param into gets the components, in order */
    void take(Object record, Object[] into);

    /** @param components of the right types, not null */
    Object make(Object[] components);
}
