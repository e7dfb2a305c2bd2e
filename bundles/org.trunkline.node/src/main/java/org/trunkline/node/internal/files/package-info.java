/** Files that subscribers send each other: the encrypted folder, its limits, and who may use it. */
@NullMarked
package org.trunkline.node.internal.files;

import org.jspecify.annotations.NullMarked;
