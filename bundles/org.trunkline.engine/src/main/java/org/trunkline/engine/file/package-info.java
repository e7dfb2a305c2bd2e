/** Files that only their owner reads. */
@NullMarked
package org.trunkline.engine.file;

import org.jspecify.annotations.NullMarked;
