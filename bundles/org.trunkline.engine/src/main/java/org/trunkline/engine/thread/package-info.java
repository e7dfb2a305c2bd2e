/** Threads that must live, listeners that must not harm them, and threads that let others go first. */
@NullMarked
package org.trunkline.engine.thread;

import org.jspecify.annotations.NullMarked;
