/** Threads that must live, and listeners that must not harm them. */
@NullMarked
package org.trunkline.engine.thread;

import org.jspecify.annotations.NullMarked;
