package org.trunkline.ui;

/** How a state is meant; each has a colour and a shape, so that colour alone says nothing. */
public enum Tone {
    /** A green disc. */
    OK,
    /** A blue diamond: between fine and a warning. */
    FAIR,
    /** An amber triangle. */
    WARN,
    /** A red square. */
    BAD,
    /** A grey ring. */
    OFF,
    /** No sign at all. */
    PLAIN
}
